import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser } from '../support/browser.ts'
import { heading } from '../support/portal.ts'
import { emptyServer, type Server } from '../support/server.ts'

let server: Server
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([emptyServer(), launchBrowser()])
})
afterAll(() => Promise.all([browser.close(), server.stop()]))

/** What the page's own policy had to stop, and what broke. */
const watch = (page: Page): string[] => {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe.each([
  { width: 390, colorScheme: 'dark' as const },
  { width: 1280, colorScheme: 'light' as const },
])('/developers, $width pixels wide, $colorScheme', ({ width, colorScheme }) => {
  it('leads from a link to an operation, finds another, and hands out its line', async () => {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 844 },
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const faults = watch(page)
    await page.goto(`${server.origin}/developers#addApplication`)
    await heading(page, 'The API of Latchkey').waitFor()
    const linked = page.locator('#addApplication')
    await linked.getByText('redirectUris', { exact: true }).waitFor()
    await linked.getByText('step_up_required', { exact: true }).last().waitFor()
    expect(await linked.locator('summary').boundingBox()).toMatchObject({
      y: expect.toSatisfy((y: number) => y > 40 && y < 800),
    })
    expect(await axeFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)

    await page.getByLabel('Search operations').fill('POST passkey sign-in')
    await page.getByText('/api/login/passkey', { exact: true }).click()
    expect(await page.locator('details').count()).toBe(2)
    // The address follows once the browser has told the page what is open.
    await expect.poll(() => new URL(page.url()).hash).toBe('#provePasskey')
    await page.getByRole('button', { name: 'Copy' }).click()
    const line = await page.evaluate(() => navigator.clipboard.readText())
    expect(line).toContain(`curl -X POST '${server.origin}/api/login/passkey'`)
    expect(line).toContain(`-H 'Origin: ${server.origin}'`)
    await page.getByLabel('Search operations').fill('nonesuch')
    await page.getByText('Nothing fits').waitFor()
    expect(faults).toEqual([])
    await context.close()
  })
})

it('costs nobody anything who signs in', async () => {
  const html = await (await fetch(`${server.origin}/`, { headers: { accept: 'text/html' } })).text()
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, src]) => src)
  expect(scripts.length).toBeGreaterThan(0)
  for (const script of scripts)
    expect(await (await fetch(server.origin + script)).text()).not.toContain('api-operation')
})
