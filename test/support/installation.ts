/** One installation of the authenticator after the other, each on a device of its own, for a file of tests. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { complaintsOf } from './authenticator.ts'
import { launchBrowser, sayWhereItStood } from './browser.ts'
import { serveBuilt, type StaticSite } from './static-site.ts'

export type Installation = {
  /** Of now; another after `renew`. */
  readonly page: Page
  readonly context: BrowserContext
  readonly origin: string
  /** A new device, with nothing on it; the former is gone. */
  renew: () => Promise<void>
  /** Shows a screen by the name in its address. */
  open: (screen: string) => Promise<void>
  button: (name: string) => ReturnType<Page['getByRole']>
}

/** A page that works and complains is broken all the same: the content policy reports in the console. */
export const installation = (): Installation => {
  let server: StaticSite
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: string[]
  const begin = async (): Promise<void> => {
    // Nobody here starts without a network, and to keep all for that takes half a second of work.
    const viewport = { width: 360, height: 740 }
    context = await browser.newContext({
      viewport,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    complaints = complaintsOf(context)
    page = await context.newPage()
    sayWhereItStood(page)
  }
  beforeAll(async () => {
    server = await serveBuilt()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    server?.stop()
  })
  beforeEach(async () => {
    await begin()
    await page.goto(`${server.origin}/authenticator/`)
  })
  afterEach(async () => {
    await context.close()
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
  })
  return {
    get page() {
      return page
    },
    get context() {
      return context
    },
    get origin() {
      return server.origin
    },
    renew: async () => {
      await context.close()
      await begin()
    },
    open: async (screen) => {
      await page.evaluate((name) => {
        location.hash = name
      }, screen)
    },
    button: (name) => page.getByRole('button', { name, exact: true }),
  }
}
