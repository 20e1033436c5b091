import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toGoogle } from '../../pwa/authenticator/formats/google.ts'
import {
  choosePicture,
  dropPicture,
  expectAddable,
  expectQuestion,
  expectSentence,
} from '../support/adding.ts'
import { complaintsOf, tokens, untilOfflineReady } from '../support/authenticator.ts'
import { axeFaults } from '../support/axe.ts'
import {
  launchBrowser,
  launchProfile,
  sayWhereItStood,
  serviceWorkersFor,
} from '../support/browser.ts'
import { qrPicture } from '../support/qr-picture.ts'
import { serveBuilt, type StaticSite } from '../support/static-site.ts'

const uri =
  'otpauth://totp/Example%20Bank:alice@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20Bank'

let server: StaticSite
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  ;[server, browser] = await Promise.all([serveBuilt(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  server?.stop()
})

beforeEach(async ({ task }) => {
  context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
    serviceWorkers: serviceWorkersFor(task),
  })
  complaints = complaintsOf(context)
  page = await context.newPage()
  sayWhereItStood(page)
  await page.goto(`${server.origin}/authenticator/`)
})

afterEach(async () => {
  await context.close()
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

describe('what comes from outside the app', () => {
  it('reads it off the screen, and looks no longer than that takes', async () => {
    const png = (await qrPicture(browser, uri)).toString('base64')
    const tracks = await page.evaluateHandle((base64) => {
      const given: MediaStreamTrack[] = []
      navigator.mediaDevices.getDisplayMedia = async () => {
        const bytes = Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0)
        const picture = await createImageBitmap(new Blob([bytes]))
        const canvas = Object.assign(document.createElement('canvas'), { width: 960, height: 600 })
        const pen = canvas.getContext('2d')
        setInterval(() => pen?.drawImage(picture, 200, 60), 50)
        const stream = canvas.captureStream(20)
        given.push(...stream.getTracks())
        return stream
      }
      return given
    }, png)
    await page.getByRole('link', { name: 'Add your first token' }).click()
    await page.getByRole('button', { name: /Read it off the screen/ }).click()
    await expectAddable(page, uri)
    const states = await tracks.evaluate((given) => given.map(({ readyState }) => readyState))
    expect(states).toEqual(['ended'])
  })

  it.each(['', 'web+'])('follows a %slink, and leaves no secret in the address', async (prefix) => {
    const before = await page.evaluate(() => history.length)
    const link = `#enroll=${encodeURIComponent(prefix + uri)}`
    await page.evaluate((fragment) => location.assign(fragment), link)
    await expectQuestion(page)
    expect(page.url()).not.toContain('GEZD')
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(before + 2)
    await page.goBack()
    expect(page.url()).not.toContain('GEZD')
    await page.reload()
    await page.getByRole('link', { name: 'Add your first token' }).waitFor()
    await page.evaluate((fragment) => location.assign(fragment), link)
    await expectAddable(page, uri)
  })

  it.each(['picture', 'text'])(
    'takes a shared %s without a network',
    { meta: { installs: true } },
    async (kind) => {
      const png = (await qrPicture(browser, uri)).toString('base64')
      await untilOfflineReady(page)
      await context.setOffline(true)
      await page.evaluate(
        ([shared, base64, text]) => {
          const form = Object.assign(document.createElement('form'), {
            method: 'post',
            enctype: 'multipart/form-data',
            action: '/authenticator/share',
          })
          const data = new DataTransfer()
          const bytes = Uint8Array.from(atob(base64 ?? ''), (char) => char.codePointAt(0) ?? 0)
          data.items.add(new File([bytes], 'qr.png', { type: 'image/png' }))
          const file = Object.assign(document.createElement('input'), {
            type: 'file',
            name: 'file',
          })
          if (shared === 'picture') file.files = data.files
          const line = Object.assign(document.createElement('input'), { name: 'text' })
          if (shared === 'text') line.value = text ?? ''
          form.append(file, line)
          document.body.append(form)
          form.submit()
        },
        [kind, png, uri] as const,
      )
      await expectAddable(page, uri)
    },
  )

  it('collects the QR codes of one export, whichever comes first', async () => {
    const named = Array.from({ length: 11 }, (_, at) => ({
      issuer: `Site ${at + 1}`,
      account: 'alice',
      key: new TextEncoder().encode(`a key of number ${at + 10}..`),
      type: 'totp' as const,
      algorithm: 'SHA1' as const,
      digits: 6,
      period: 30,
      counter: 0,
    }))
    const [first = '', second = ''] = toGoogle(named, 7)
    await choosePicture(page, server.origin, await qrPicture(browser, second))
    await page.getByText('1 of 2 QR codes read').waitFor()
    await page.getByText('Scan the next: 1 of 2.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await dropPicture(page, await qrPicture(browser, toGoogle(named, 8)[0] ?? ''), 'drop')
    await expectSentence(page, 'This QR code belongs to another series')
    await dropPicture(page, await qrPicture(browser, first), 'paste')
    await page.getByRole('button', { name: 'Import 11 tokens' }).click()
    await page.getByRole('heading', { name: 'Your tokens were imported' }).waitFor()
    await page.goto(`${server.origin}/authenticator/#`)
    await expect.poll(() => tokens(page).first().getAttribute('aria-setsize')).toBe('11')
  })
})

/** Pictures that are hostile, or only odd (attacks.md, B05). */
describe('a picture', () => {
  const painted = async (width: number, height: number, texts: string[]): Promise<Buffer> => {
    const pictures = await Promise.all(texts.map((text) => qrPicture(browser, text)))
    const sizes = [width, height] as const
    const base64 = await page.evaluate(
      async ([[wide, high], pngs]) => {
        const canvas = new OffscreenCanvas(wide, high)
        const pen = canvas.getContext('2d')
        for (const [at, png] of pngs.entries()) {
          const bytes = Uint8Array.from(atob(png), (char) => char.codePointAt(0) ?? 0)
          pen?.drawImage(await createImageBitmap(new Blob([bytes])), 20 + at * 500, 20)
        }
        const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
        let binary = ''
        for (let at = 0; at < bytes.length; at += 8192)
          binary += String.fromCodePoint(...bytes.subarray(at, at + 8192))
        return btoa(binary)
      },
      [sizes, pictures.map((png) => png.toString('base64'))] as const,
    )
    return Buffer.from(base64, 'base64')
  }

  it('of 8000 by 8000 pixels is read all the same', async () => {
    await choosePicture(page, server.origin, await painted(8000, 8000, [uri]))
    await expectQuestion(page)
  })

  it('of two QR codes gives the one that is a token', async () => {
    await choosePicture(page, server.origin, await painted(1040, 520, ['https://example.com', uri]))
    await expectQuestion(page)
  })

  it('of one pixel has none', async () => {
    await choosePicture(page, server.origin, await painted(1, 1, []))
    await expectSentence(page, 'No QR code in this picture')
  })

  it('that moves has none, and does not hang', async () => {
    const frame = '21f904000a0000002c00000000010001000002024401003b'.slice(0, -2)
    const gif = `47494638396101000100800000000000ffffff${frame.repeat(200)}3b`
    await choosePicture(page, server.origin, Buffer.from(gif, 'hex'), 'image/gif')
    await expectSentence(page, 'No QR code in this picture')
  })
})

describe('installed', () => {
  it('has a manifest that the browser understands, links, sharing and files included', async () => {
    const session = await context.newCDPSession(page)
    const { errors, data } = await session.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const known: unknown = JSON.parse(data ?? '{}')
    expect(known).toMatchObject({
      protocol_handlers: [{ protocol: 'web+otpauth', url: '/authenticator/#enroll=%s' }],
      share_target: { action: '/authenticator/share' },
    })
  })

  it('is offered for links', async () => {
    await page.goto(`${server.origin}/authenticator/#add`)
    await page.getByRole('button', { name: /Open links that begin with/ }).click()
    const said = page.getByText('The browser has asked, or will ask')
    await expect.poll(() => said.count()).toBeGreaterThan(0)
  })

  it('opens files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-installed-'))
    const installed = await launchProfile(join(folder, 'profile'))
    try {
      const file = join(folder, 'tokens.txt')
      await writeFile(file, `${uri}\n`)
      const first = await installed.newPage()
      await first.goto(`${server.origin}/authenticator/`)
      await untilOfflineReady(first)
      const manifestId = `${server.origin}/authenticator/`
      const session = await installed.browser()?.newBrowserCDPSession()
      await session?.send('PWA.install', { manifestId, installUrlOrBundleUrl: manifestId })
      const opened = installed.waitForEvent('page')
      await session?.send('PWA.launchFilesInApp', { manifestId, files: [file] })
      const app = await opened
      await app.getByRole('heading', { name: 'Import these tokens?' }).waitFor()
      expect(await app.getByText('alice@example.com').count()).toBe(1)
    } finally {
      await installed.close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
