import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  addToken,
  codeShown,
  complaintsOf,
  expectRightCode,
  pasteLink,
  tokens,
  untilOfflineReady,
} from '../support/authenticator.ts'
import { launchBrowser, launchProfile, serviceWorkersFor } from '../support/browser.ts'
import { qrPicture } from '../support/qr-picture.ts'
import { serveBuilt, type StaticSite } from '../support/static-site.ts'
import { recordsOf } from '../support/vault-dump.ts'
import { keys, rfc6238 } from '../vectors/rfc6238.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const uri = `otpauth://totp/Example%20Bank:alice?secret=${secret}&issuer=Example%20Bank`
const raw = '12345678901234567890'
const hex = Buffer.from(raw).toString('hex')

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
  // Half-faded things have no contrast: axe must see the end of every transition.
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

const wipe = async (storageTypes: string): Promise<void> => {
  const session = await context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes })
}

describe('offline', { meta: { installs: true } }, () => {
  it('shows the right code after a reload, from the first visit on', async () => {
    await addToken(page, server.origin, uri)
    await untilOfflineReady(page)
    await context.setOffline(true)
    await page.reload()
    await expectRightCode(page, uri)
  })

  it('opens every screen', async () => {
    await addToken(page, server.origin, uri)
    await untilOfflineReady(page)
    await context.setOffline(true)
    await page.reload()
    await page.getByRole('link', { name: 'Details of Example Bank, alice' }).click()
    await page.getByRole('button', { name: 'Delete this token' }).waitFor()
    for (const [step, label] of Object.entries({ link: 'Link', key: 'Key' })) {
      await page.goto(`${server.origin}/authenticator/#add/${step}`)
      await page.getByLabel(label, { exact: true }).waitFor()
    }
    expect(await page.getByText('could not be loaded').count()).toBe(0)
  })

  it('reads a faint picture, which needs the WebAssembly', async () => {
    const png = await qrPicture(browser, uri, 'contrast(0.12)')
    await untilOfflineReady(page)
    await context.setOffline(true)
    await page.goto(`${server.origin}/authenticator/#add`)
    const file = { name: 'qr.png', mimeType: 'image/png', buffer: png }
    await page.getByLabel('Picture of a QR code').setInputFiles(file)
    await page.getByRole('button', { name: 'Add token' }).click()
    await expectRightCode(page, uri)
  })
})

describe('B11 a vault that lost its tokens', { meta: { installs: true } }, () => {
  it('offers to restore, and does not greet a new person', async () => {
    await addToken(page, server.origin, uri)
    await wipe('indexeddb')
    await page.goto(`${server.origin}/authenticator/`)
    await page.getByRole('heading', { name: 'Restore your tokens' }).waitFor()
    expect(await page.getByText('first token').count()).toBe(0)
    await page.getByRole('button', { name: 'I removed them myself' }).click()
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
  })

  it('knows it by its cookie when local storage went too', async () => {
    await addToken(page, server.origin, uri)
    await wipe('indexeddb,local_storage')
    await page.goto(`${server.origin}/authenticator/`)
    await page.getByRole('heading', { name: 'Restore your tokens' }).waitFor()
    await page.getByRole('link', { name: 'Add tokens again' }).click()
    await expect.poll(() => page.getByRole('link', { name: /Type the key/ }).count()).toBe(1)
  })

  it('says so when the storage cannot be opened', async () => {
    await page.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('no', 'InvalidStateError')
      }
    })
    await page.reload()
    await page.getByRole('heading', { name: 'Your tokens cannot be read' }).waitFor()
    expect(await page.getByText('first token').count()).toBe(0)
  })

  it('is a new one after its last token was deleted', async () => {
    await addToken(page, server.origin, uri)
    await page.getByRole('link', { name: 'Details of Example Bank, alice' }).click()
    await page.getByRole('button', { name: 'Delete this token' }).click()
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    await page.goto(`${server.origin}/authenticator/#trash`)
    await page.getByRole('button', { name: /^Delete for good: / }).click()
    await page.getByRole('button', { name: 'Delete for good', exact: true }).click()
    await page.getByText('The trash is empty').waitFor()
    await page.goto(`${server.origin}/authenticator/#`)
    await page.reload()
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Restore' }).count()).toBe(0)
  })
})

describe('what is stored', { meta: { installs: true } }, () => {
  it('holds no secret that can be read, and a key that cannot be exported', async () => {
    await addToken(page, server.origin, uri)
    const dump = await page.evaluate(recordsOf)
    expect(dump.stores).toEqual(['keys', 'preferences', 'slots', 'tokens'])
    expect(dump.extractableKeys).toBe(0)
    expect(dump.keys).toBe(1)
    for (const form of [secret, raw, hex, 'Example Bank', 'alice']) {
      expect(dump.text.toLowerCase()).not.toContain(form.toLowerCase())
    }
  })

  it('opens no record under the id of another', async () => {
    await addToken(page, server.origin, uri)
    await page.evaluate(async () => {
      const opening = indexedDB.open('latchkey-authenticator')
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const store = opening.result.transaction('tokens', 'readwrite').objectStore('tokens')
      const all = store.getAll()
      await new Promise((resolve) => all.addEventListener('success', resolve))
      store.put({ ...all.result[0], id: 'moved' })
    })
    await page.reload()
    await page.getByText('One token cannot be opened').waitFor()
    expect(await tokens(page).count()).toBe(1)
  })

  it('B07 changes in all tabs at once', async () => {
    const other = await context.newPage()
    await other.goto(`${server.origin}/authenticator/`)
    await addToken(page, server.origin, uri)
    await expectRightCode(other, uri)
  })
})

describe('names', () => {
  it.each([
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    '<svg/onload=alert(1)>',
    'javascript:alert(1)',
    '</title><b>{{7*7}}',
  ])('%s is shown as text', async (name) => {
    page.on('dialog', () => complaints.push('a dialog'))
    const hostile = `otpauth://totp/x:${encodeURIComponent(name)}?secret=${secret}&issuer=${encodeURIComponent(name)}`
    await pasteLink(page, server.origin, hostile)
    await expect.poll(() => page.locator('dd', { hasText: name }).count()).toBe(2)
    await page.getByRole('button', { name: 'Add token' }).click()
    await expect.poll(() => tokens(page).getByText(name).count()).toBeGreaterThan(0)
    await page.locator('.token-card__more').click()
    await expect.poll(() => page.getByLabel('Account').inputValue()).toBe(name)
    expect(await page.locator('main img, main script, main b').count()).toBe(0)
  })

  it('that turn the writing direction are refused', async () => {
    const name = encodeURIComponent('\u202Egnp.live')
    await pasteLink(page, server.origin, `otpauth://totp/x:${name}?secret=${secret}&issuer=${name}`)
    const refusal = page.getByText('The name in this token is not valid')
    await expect.poll(() => refusal.count()).toBe(1)
  })
})

describe('codes', () => {
  /** What a Date can hold, and so a browser's clock. */
  const lastSecond = 8_640_000_000_000
  const uriOf = (algorithm: string, key: Uint8Array<ArrayBuffer>): string => {
    const { base32 } = new Secret({ buffer: key.buffer })
    return `otpauth://totp/RFC:${algorithm}?secret=${base32}&digits=8&algorithm=${algorithm}`
  }

  it('RFC 6238, appendix B, and beyond 2^32 steps', { meta: { installs: true } }, async () => {
    const algorithms = Object.keys(keys)
    for (const [algorithm, key] of Object.entries(keys)) {
      await addToken(page, server.origin, uriOf(algorithm, key))
      await expect.poll(() => tokens(page).getByText(algorithm, { exact: true }).count()).toBe(1)
    }
    // Without a server to compare it with, the clock is what it says.
    await untilOfflineReady(page)
    await context.setOffline(true)
    let clock = 0
    for (const [seconds, algorithm, code] of rfc6238) {
      if (seconds > lastSecond) continue
      if (seconds !== clock) {
        clock = seconds
        await page.clock.setFixedTime(seconds * 1000)
        await page.reload()
      }
      const shown = await codeShown(page, algorithms.indexOf(algorithm))
      expect([seconds, algorithm, shown.code]).toEqual([seconds, algorithm, code])
    }
  })

  it('copies on a tap, and says so', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await addToken(page, server.origin, uri)
    const button = tokens(page).getByRole('button').first()
    await button.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('status').first().textContent()).toContain('Copied')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^\d{6}$/)
  })

  it('shows the next code near the end, and not before', { meta: { installs: true } }, async () => {
    await addToken(page, server.origin, uri)
    await untilOfflineReady(page)
    await context.setOffline(true)
    await page.clock.setFixedTime(1_800_000_000_000 + 5_000)
    await page.reload()
    await codeShown(page)
    expect(await page.getByRole('button', { name: /^Next/ }).count()).toBe(0)
    await page.clock.setFixedTime(1_800_000_000_000 + 21_000)
    await page.getByRole('button', { name: /^Next/ }).waitFor()
  })

  it('is read digit by digit, without the countdown', async () => {
    await addToken(page, server.origin, uri)
    const name = await tokens(page).getByRole('button').first().ariaSnapshot()
    expect(name).toMatch(/button "Example Bank alice (\d ){5}\d"/)
  })
})

describe('installing', () => {
  it('is offered by the browser', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
    const installed = await launchProfile(profile)
    try {
      const visit = await installed.newPage()
      await visit.goto(`${server.origin}/authenticator/`)
      await untilOfflineReady(visit)
      const session = await installed.newCDPSession(visit)
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
      expect(installabilityErrors).toEqual([])
      const manifest = await session.send('Page.getAppManifest')
      expect(manifest.errors).toEqual([])
    } finally {
      await installed.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 3 })
    }
  })
})
