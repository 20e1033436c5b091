import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addToken, expectRightCode, untilOfflineReady } from '../support/authenticator.ts'
import { launchBrowser } from '../support/browser.ts'
import { serveBuilt, type StaticSite } from '../support/static-site.ts'

const uri = 'otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example'

let site: StaticSite
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  site = await serveBuilt()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  site?.stop()
})

beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
  await page.goto(`${site.origin}/authenticator/`)
  await addToken(page, site.origin, uri)
  await untilOfflineReady(page)
})

afterEach(() => context.close())

/** The next visit finds the new release. Leaves a mark on the page that only a reload takes away. */
const findRelease = async (): Promise<void> => {
  site.release()
  await page.reload()
  await page.evaluate(() => {
    document.body.dataset['mark'] = 'same page'
  })
  await page.getByText('Update ready').waitFor()
}

const isSamePage = (): Promise<boolean> =>
  page.evaluate(() => document.body.dataset['mark'] === 'same page')

describe('a new release', () => {
  it('is never mentioned at the first visit', async () => {
    expect(await page.getByText('Update ready').count()).toBe(0)
  })

  it('is offered, and waits for as long as the person likes', async () => {
    await findRelease()
    await page.getByRole('button', { name: 'Later' }).click()
    expect(await page.getByText('Update ready').count()).toBe(0)
    expect(await isSamePage()).toBe(true)
    await expectRightCode(page, uri)
  })

  it('takes over when the person agrees, and keeps the tokens', async () => {
    await findRelease()
    await page.getByRole('button', { name: 'Reload' }).click()
    await expect.poll(isSamePage).toBe(false)
    await expectRightCode(page, uri)
    expect(await page.getByText('Update ready').count()).toBe(0)
  })

  it('does not reload another tab under the hands of a person', async () => {
    await findRelease()
    const other = await context.newPage()
    await other.goto(`${site.origin}/authenticator/`)
    await other.getByRole('button', { name: 'Reload' }).click()
    await page.getByText('Updated in another tab').waitFor()
    expect(await isSamePage()).toBe(true)
  })
})

describe('the promise to keep the storage', () => {
  it.each([
    ['granted', 'has promised not to clear'],
    ['denied', 'may clear them when space runs low'],
  ] as const)('is asked for after the first token; %s', async (setting, sentence) => {
    const session = await browser.newBrowserCDPSession()
    await page.getByRole('link', { name: /^Details/ }).waitFor()
    const fresh = await browser.newContext()
    const visit = await fresh.newPage()
    await visit.goto(`${site.origin}/authenticator/`)
    const { browserContextIds } = await session.send('Target.getBrowserContexts')
    const permission = { name: 'persistent-storage' }
    for (const browserContextId of browserContextIds) {
      const origin = site.origin
      await session.send('Browser.setPermission', { permission, setting, origin, browserContextId })
    }
    await addToken(visit, site.origin, uri)
    await visit.getByText(sentence).waitFor()
    expect(await visit.evaluate(() => navigator.storage.persisted())).toBe(setting === 'granted')
    await fresh.close()
  })
})
