import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  addToken,
  complaintsOf,
  expectRightCode,
  tokens,
  untilOfflineReady,
} from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import { launchBrowser, serviceWorkersFor } from '../support/browser.ts'
import { serveBuilt, type StaticSite } from '../support/static-site.ts'
import { fillVault, type Wanted } from '../support/vault-filler.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const uriOf = (issuer: string, account = 'alice'): string =>
  `otpauth://totp/x:${account}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
const bank = uriOf('Example Bank')

/** One of each kind that looks different. */
const assorted: Wanted[] = [
  { uri: bank, groups: ['Money', 'A group with quite a long name'] },
  { uri: uriOf('GitHub', 'a-rather-long-account-name@subdomain.example.com'), groups: ['Work'] },
  { uri: uriOf('Cloudflare'), pinned: true },
  { uri: uriOf('Shop'), note: 'gifts' },
  { uri: `otpauth://hotp/Door:alice?secret=${secret}&issuer=Door&counter=5` },
  { uri: `otpauth://steam/Games:gabe?secret=${secret}&issuer=Games` },
]

let server: StaticSite
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await serveBuilt()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  server?.stop()
})

beforeEach(async ({ task }) => {
  const reducedMotion = 'reduce'
  context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion,
    serviceWorkers: serviceWorkersFor(task),
  })
  complaints = complaintsOf(context)
  page = await context.newPage()
  await page.goto(`${server.origin}/authenticator/`)
})

afterEach(async () => {
  await context.close()
  // A page that works and complains is broken all the same: the content policy reports here.
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

const show = async (fragment: string): Promise<void> => {
  await page.goto(`${server.origin}/authenticator/#${fragment}`)
}
describe('every screen', () => {
  it.each(['light', 'dark'] as const)('has no fault that axe finds, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await fillVault(page, assorted)
    await tokens(page).first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    for (const step of ['add', 'add/scan', 'add/link', 'add/key', 'settings']) {
      await show(step)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await axeFaults(page)).toEqual([])
    }
  })

  it('fits 320 pixels, from the left and from the right', async () => {
    await fillVault(page, assorted)
    await page.setViewportSize({ width: 320, height: 640 })
    for (const direction of ['ltr', 'rtl'])
      for (const screen of ['', 'settings', 'arrange', 'trash', 'add']) {
        await show(screen)
        await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction)
        await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([screen, direction, wide]).toEqual([screen, direction, 320])
      }
  })

  it(
    'opens without a network once the app is installed, every part of it',
    { meta: { installs: true } },
    async () => {
      await addToken(page, server.origin, bank)
      await untilOfflineReady(page)
      await context.setOffline(true)
      await page.reload()
      await expectRightCode(page, bank)
      await page.getByRole('link', { name: 'Details of Example Bank, alice' }).click()
      await page.getByRole('button', { name: 'Delete this token' }).waitFor()
      const screens = ['settings', 'trash', 'arrange', 'backup', 'import', 'lock']
      for (const screen of [...screens, 'add', 'add/link', 'add/key', 'add/activate', 'add/scan']) {
        await show(screen)
        await page.locator('h1:not(.visually-hidden)').waitFor()
      }
      expect(await page.getByText('could not be loaded').count()).toBe(0)
    },
  )

  it('has initials that can be read in each of their colors', async () => {
    await fillVault(page, [{ uri: bank }])
    for (const colorScheme of ['light', 'dark'] as const) {
      // Reduced motion is a very short one: the colors of an instant ago would be measured.
      await page.emulateMedia({ colorScheme, reducedMotion: 'no-preference' })
      const worst = await page.locator('.token-badge').first().evaluate(leastContrast)
      expect(worst).toBeGreaterThanOrEqual(4.5)
    }
  })
})

/** Runs in the page: the contrast of letter and ground, by WCAG 2.2, at the worst of all hues. */
const leastContrast = (badge: HTMLElement | SVGElement): number => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const luminance = (color: string): number => {
    if (!canvas) throw new Error('no canvas')
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) =>
      byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrasts = Array.from({ length: 360 }, (_, hue) => {
    badge.style.setProperty('--hue', String(hue))
    const { color, backgroundColor } = getComputedStyle(badge)
    const [light, dark] = [luminance(color), luminance(backgroundColor)].sort((a, b) => b - a)
    return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
  })
  return Math.min(...contrasts)
}
