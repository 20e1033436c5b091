import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { describe, expect, it } from 'vitest'

// `npm test` builds it first; alone, `npm run build`.
const built = resolve(import.meta.dirname, '../../dist/pwa')

/** A megabyte of WebAssembly takes ten seconds at the highest quality, to become hardly less. */
const qualityOf = (file: string): number =>
  file.endsWith('.wasm') ? 9 : constants.BROTLI_MAX_QUALITY

const compressed = async (file: string): Promise<number> => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: qualityOf(file) }
  return brotliCompressSync(await readFile(join(built, file)), { params }).length
}

const sum = async (files: string[]): Promise<number> => {
  const sizes = await Promise.all(files.map(compressed))
  return sizes.reduce((total, size) => total + size, 0)
}

/** Built files of a folder, by the name that they had before the hash. */
const named = async (folder: string, ...names: string[]): Promise<string[]> => {
  const files = await readdir(join(built, folder))
  return names.map((name) => {
    const found = files.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js'))
    if (!found) throw new Error(`no chunk ${name} in ${folder}`)
    return join(folder, found)
  })
}

/** What the page names itself, and what that imports at once. */
const firstScripts = async (): Promise<string[]> => {
  const html = await readFile(join(built, 'authenticator/index.html'), 'utf8')
  return [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file)
}

const firstStyles = async (): Promise<string[]> => {
  const html = await readFile(join(built, 'authenticator/index.html'), 'utf8')
  return [...html.matchAll(/href="\/(assets\/[^"]+\.css)"/g)].map(([, file = '']) => file)
}

describe('the authenticator, in bytes after brotli', () => {
  it('first screen: at most 25 kB of JavaScript', async () => {
    const first = await firstScripts()
    expect(first.length).toBeGreaterThan(0)
    expect(await sum(first)).toBeLessThanOrEqual(25_000)
  })

  it('the service worker’s registration, after the first paint: at most 2.5 kB', async () => {
    const registration = await named('assets', 'service-worker', 'trusted-url')
    expect(await sum(registration)).toBeLessThanOrEqual(2_500)
  })

  it('first screen: at most 10 kB of HTML and CSS, that of all screens', async () => {
    const styles = await firstStyles()
    expect(styles.length).toBe(1)
    expect(await sum(['authenticator/index.html', ...styles])).toBeLessThanOrEqual(10_000)
  })

  it('first screen: no code that it does not need', async () => {
    const [first = ''] = await firstScripts()
    const text = await readFile(join(built, first), 'utf8')
    // What parses links, and the hashes in JavaScript, come with the screens that use them.
    expect(text).not.toMatch(/otpauth:\/\/|BigInt\(/)
    // Nor other languages, but for their own names.
    expect(text).not.toMatch(/Ihre Codes|Kodlarınız|رموزك/)
  })

  it('service worker: at most 6 kB', async () => {
    expect(await compressed('authenticator/sw.js')).toBeLessThanOrEqual(6_000)
  })

  it('scanner: at most 15 kB besides ZXing', async () => {
    const files = await Promise.all([
      named('assets', 'scanner'),
      named('authenticator/threads', 'scanner.thread'),
    ])
    expect(await sum(files.flat())).toBeLessThanOrEqual(15_000)
  })

  // A megabyte of WebAssembly takes seconds to compress.
  it('everything that is kept for offline use: at most 570 kB', { timeout: 60_000 }, async () => {
    // Six tenths of it reads damaged QR codes, without a network.
    expect(await sum(await kept())).toBeLessThanOrEqual(570_000)
  })
})

/** The files in the service worker's list: addresses alone, or with a revision. */
const kept = async (): Promise<string[]> => {
  const worker = await readFile(join(built, 'authenticator/sw.js'), 'utf8')
  const list = /\[\{"revision".*?\]/.exec(worker)?.[0] ?? '[]'
  const entries = JSON.parse(list) as (string | { url: string })[]
  const listed = entries.map((entry) => (typeof entry === 'string' ? entry : entry.url).slice(1))
  return listed.map((url) => (url === 'authenticator/' ? 'authenticator/index.html' : url))
}

describe('what the service worker keeps', () => {
  it('is all that the authenticator may ever load', async () => {
    const files = await kept()
    const threads = await readdir(join(built, 'authenticator/threads'))
    expect(files).toEqual(
      expect.arrayContaining(threads.map((name) => `authenticator/threads/${name}`)),
    )
    const adding = 'add-token activate scan-code scanner zxing_reader'
    const rest = 'token-details arrange trash settings marks upkeep lost closed unlock'
    const spoken = 'words-en words-de words-tr words-ar'
    const lazy = `${adding} ${rest} ${spoken} clipboard-expiry`.split(' ')
    const missing = lazy.filter((name) => !files.some((file) => file.includes(`/${name}-`)))
    expect(missing).toEqual([])
  })

  it('is nothing of the portal or the console', async () => {
    const portal = await readFile(join(built, 'portal/index.html'), 'utf8')
    const files = await kept()
    for (const [, file = ''] of portal.matchAll(/(assets\/[^"]+\.js)"/g))
      expect(files).not.toContain(file)
  })

  it('names no CDN', async () => {
    const scripts = (await kept()).filter((file) => file.endsWith('.js'))
    const texts = await Promise.all(scripts.map((file) => readFile(join(built, file), 'utf8')))
    const ours = scripts.filter((_, index) => !/jsdelivr|unpkg|cdnjs/.test(texts[index] ?? ''))
    // The package's own default, which device/zxing.thread.ts overrides; the policy would stop it.
    expect(scripts.filter((file) => !ours.includes(file))).toEqual(
      scripts.filter((file) => file.includes('/reader-')),
    )
  })
})
