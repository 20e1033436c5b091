import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addToken } from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser } from '../support/browser.ts'
import { heading, setUp, signOut, submitPassword } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'

const root = { username: 'root', password: 'orchard-lantern-42' }
const uri = 'otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example'

let server: Server
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
  const page = await browser.newPage()
  await setUp(page, `${server.origin}/setup#${server.setupToken}`, root)
  await heading(page, 'root').waitFor()
  await page.close()
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

/** What a page's own policy had to stop, and what broke. */
const watch = (page: Page): string[] => {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) faults.push(message.text())
  })
  return faults
}

const widths = { phone: 360, desktop: 1280 }
const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  (Object.keys(widths) as (keyof typeof widths)[]).map((device) => ({ scheme, device })),
)

const look = (scheme: 'light' | 'dark', device: keyof typeof widths): Promise<BrowserContext> =>
  browser.newContext({ colorScheme: scheme, viewport: { width: widths[device], height: 780 } })

/** Nobody scrolls sideways, nothing fails axe, and no script or style had to be stopped. */
const expectSound = async (page: Page, title: string): Promise<void> => {
  await heading(page, title).waitFor()
  expect(await axeFaults(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}

describe.each(looks)('on a $device in $scheme', ({ scheme, device }) => {
  it('every page of portal and console is sound', async () => {
    const context = await look(scheme, device)
    const page = await context.newPage()
    const faults = watch(page)
    await page.goto(`${server.origin}/`)
    await expectSound(page, 'Sign in')
    await submitPassword(page, { ...root, password: 'wrong-password' })
    await page.getByText('The username or password is wrong.').waitFor()
    await expectSound(page, 'Sign in')
    await submitPassword(page, root)
    await heading(page, 'Dashboard').waitFor()
    await expectSound(page, 'Dashboard')
    await page.goto(`${server.origin}/console/users/new`)
    await expectSound(page, 'Add person')
    await page.goto(`${server.origin}/account`)
    await expectSound(page, 'root')
    await page.goto(`${server.origin}/setup`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.goto(`${server.origin}/nowhere`)
    await expectSound(page, 'Page not found')
    expect(faults).toEqual([])
    await context.close()
  })
})

describe('C11', () => {
  it('signing out leaves nothing behind, but the authenticator keeps its tokens', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${server.origin}/authenticator/`)
    await addToken(page, server.origin, uri)
    await page.goto(`${server.origin}/`)
    await submitPassword(page, root)
    await heading(page, 'Dashboard').waitFor()
    await page.goto(`${server.origin}/account`)
    await heading(page, 'root').waitFor()
    await signOut(page)
    await page.goBack()
    await heading(page, 'Sign in').waitFor()
    await page.goto(`${server.origin}/authenticator/`)
    const kept = page.getByRole('list', { name: 'Tokens' }).getByText('alice').first()
    await expect.poll(() => kept.isVisible()).toBe(true)
    await context.close()
  })
})
