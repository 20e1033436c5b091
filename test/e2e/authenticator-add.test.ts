import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  choosePicture,
  dropPicture,
  expectAddable,
  expectQuestion,
  expectSentence,
} from '../support/adding.ts'
import { complaintsOf, expectRightCode, pasteLink, tokens } from '../support/authenticator.ts'
import { launchBrowser } from '../support/browser.ts'
import { qrPicture } from '../support/qr-picture.ts'
import { serveBuilt, type StaticSite } from '../support/static-site.ts'
import { writeCameraFeed } from '../support/y4m.ts'

const uri =
  'otpauth://totp/Example%20Bank:alice@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20Bank'

let server: StaticSite
let browser: Browser
let filming: Browser
let films: string
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await serveBuilt()
  browser = await launchBrowser()
  films = await mkdtemp(join(tmpdir(), 'latchkey-film-'))
  const film = join(films, 'token.y4m')
  await writeCameraFeed(browser, await qrPicture(browser, uri), film)
  filming = await launchBrowser(film)
})

afterAll(async () => {
  await browser?.close()
  await filming?.close()
  server?.stop()
  if (films) await rm(films, { recursive: true, force: true })
})

const visit = async (
  where: Browser,
  serviceWorkers: 'allow' | 'block' = 'block',
): Promise<void> => {
  context = await where.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
    serviceWorkers,
  })
  complaints = complaintsOf(context)
  page = await context.newPage()
  await page.goto(`${server.origin}/authenticator/`)
}

beforeEach(() => visit(browser))

afterEach(async () => {
  await context.close()
  // A page that works and complains is broken all the same: the content policy reports here.
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

describe('adding a token', () => {
  it('reads it through the camera', async () => {
    await context.close()
    await visit(filming)
    await page.getByRole('link', { name: 'Add your first token' }).click()
    await page.getByRole('link', { name: /Scan a QR code/ }).click()
    await expectAddable(page, uri)
  })

  it('reads it through the camera without a network', async () => {
    await context.close()
    await visit(filming, 'allow')
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await context.setOffline(true)
    await page.reload()
    await page.getByRole('link', { name: 'Add your first token' }).click()
    await page.getByRole('link', { name: /Scan a QR code/ }).click()
    await expectAddable(page, uri)
  })

  it('turns the camera off when the scan screen is left', async () => {
    await context.close()
    await visit(filming)
    const tracks = await page.evaluateHandle(() => {
      const given: MediaStreamTrack[] = []
      const { mediaDevices } = navigator
      const original = mediaDevices.getUserMedia.bind(mediaDevices)
      mediaDevices.getUserMedia = async (wanted) => {
        const stream = await original(wanted)
        given.push(...stream.getTracks())
        return stream
      }
      return given
    })
    await page.goto(`${server.origin}/authenticator/#add/scan`)
    await expectQuestion(page)
    const states = await tracks.evaluate((given) => given.map(({ readyState }) => readyState))
    expect(states).toEqual(['ended'])
  })

  it('reads it from a picture file', async () => {
    await choosePicture(page, server.origin, await qrPicture(browser, uri))
    await expectAddable(page, uri)
  })

  it.each(['drop', 'paste'] as const)('reads it from a picture by %s', async (kind) => {
    const png = await qrPicture(browser, uri)
    await page.goto(`${server.origin}/authenticator/#add`)
    await page.getByRole('heading', { name: 'Add a token' }).waitFor()
    await dropPicture(page, png, kind)
    await expectAddable(page, uri)
  })

  it('takes a pasted link', async () => {
    await pasteLink(page, server.origin, uri)
    await expectAddable(page, uri)
  })

  it('takes a typed key, by keyboard alone', async () => {
    await page.goto(`${server.origin}/authenticator/#add/key`)
    await page.locator('input[name=issuer]:focus').waitFor()
    await page.keyboard.type('Example Bank')
    await page.keyboard.press('Tab')
    await page.keyboard.type('alice@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('gezd gnbv gy3t qojq gezd gnbv gy3t qojq')
    await page.keyboard.press('Enter')
    await expectQuestion(page)
    await page.getByRole('button', { name: 'Add token' }).focus()
    await page.keyboard.press('Enter')
    await expectRightCode(page, uri)
  })

  it('takes a typed key whose codes go by use', async () => {
    await page.goto(`${server.origin}/authenticator/#add/key`)
    await page.getByLabel('Site or app').fill('Example Bank')
    await page.getByLabel('Account').fill('alice@example.com')
    await page.getByLabel('Key').fill('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    await page.getByText('Advanced').click()
    await page.getByLabel('Type').selectOption('By use (HOTP)')
    await page.getByLabel('Number of the next code').fill('5')
    await page.getByRole('button', { name: 'Continue' }).click()
    await expectQuestion(page)
    // RFC 4226, appendix D.
    const digits = page.locator('.live-code .visually-hidden').first()
    await expect
      .poll(async () => (await digits.textContent())?.replaceAll(/\D/g, ''))
      .toBe('254676')
    await page.getByRole('button', { name: 'Add token' }).click()
    await expect.poll(() => tokens(page).count()).toBe(1)
  })

  it('B04 never overwrites a token of the same name unasked', async () => {
    await pasteLink(page, server.origin, uri)
    await expectAddable(page, uri)
    const other = uri.replace('GEZD', 'MFRG')
    await pasteLink(page, server.origin, other)
    await page.getByText('You already have a token of this name').waitFor()
    await page.getByRole('button', { name: 'Keep both' }).click()
    await expect.poll(() => tokens(page).count()).toBe(2)
    await expectRightCode(page, uri, 0)
    await expectRightCode(page, other, 1)
  })

  it('replaces a token of the same name when asked to', async () => {
    await pasteLink(page, server.origin, uri)
    await expectAddable(page, uri)
    const other = uri.replace('GEZD', 'MFRG')
    await pasteLink(page, server.origin, other)
    await page.getByRole('button', { name: 'Replace the old one' }).click()
    await expectRightCode(page, other)
    expect(await tokens(page).count()).toBe(1)
  })
})

describe('what is refused', () => {
  const refused: [string, string][] = [
    ['https://example.com/login', 'This is a web address, not a token'],
    ['otpauth://yaotp/A:b?secret=JBSWY3DPEHPK3PXP', 'This kind of token is not known here'],
    ['otpauth-migration://offline?data=!', 'This transfer cannot be read'],
    ['otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&algorithm=MD5', 'something that we do not know'],
    ['otpauth://totp/A:b?secret=!!!', 'The key in this token is not valid'],
    ['hello', 'This is not a token'],
  ]
  it('what is no token that we know, with what it is instead', async () => {
    for (const [text, sentence] of refused) {
      await choosePicture(page, server.origin, await qrPicture(browser, text))
      await expectSentence(page, sentence)
      await page.goto(`${server.origin}/authenticator/#`)
      await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    }
  })

  it('a picture without a QR code', async () => {
    await choosePicture(page, server.origin, await page.screenshot())
    await expectSentence(page, 'No QR code in this picture')
  })

  it('a file that is no picture', async () => {
    await choosePicture(page, server.origin, Buffer.from('not a picture'))
    await expectSentence(page, 'This file cannot be read as a picture')
  })
})

describe('a camera that sees something else', () => {
  it('says what it saw, and goes on looking', async () => {
    const film = join(films, 'web.y4m')
    await writeCameraFeed(browser, await qrPicture(browser, 'https://example.com'), film)
    const other = await launchBrowser(film)
    await context.close()
    await visit(other)
    await page.goto(`${server.origin}/authenticator/#add/scan`)
    await expectSentence(page, 'This is a web address, not a token')
    await expectSentence(page, 'Point the camera at the QR code.')
    await other.close()
  })
})

describe('a camera that does not come', () => {
  it.each([
    ['NotAllowedError', 'The camera is not allowed'],
    ['NotFoundError', 'No camera found'],
    ['NotReadableError', 'The camera is in use'],
  ])('%s says how to go on', async (name, sentence) => {
    await page.addInitScript((error) => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('no', error)
      }
    }, name)
    await page.goto(`${server.origin}/authenticator/?#add/scan`)
    await expectSentence(page, sentence)
    await page.getByRole('link', { name: 'Use a picture' }).waitFor()
    await page.getByRole('link', { name: 'Type the key' }).waitFor()
    await page.getByRole('link', { name: 'Paste a link' }).click()
    await page.getByLabel('Link').waitFor()
  })
})
