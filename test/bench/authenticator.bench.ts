/** How soon the authenticator shows a code when it starts cold, without a network. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { addToken, untilOfflineReady } from '../support/authenticator.ts'
import { launchBrowser, launchProfile } from '../support/browser.ts'
import { startServer } from '../support/server.ts'
import { line, timesOf } from './figures.ts'

const STARTS = 7
const BUDGET = 25_000
const URI = 'otpauth://totp/Bench:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bench'

/** Scripts that the page asked for until its first screen stood, as bytes after brotli. */
const firstScreenBytes = async (origin: string): Promise<number> => {
  const browser = await launchBrowser()
  const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage()
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  await page.goto(`${origin}/authenticator/`)
  await page.getByRole('link', { name: 'Add your first token' }).waitFor()
  const bodies = await Promise.all(scripts)
  await browser.close()
  return bodies.reduce((total, body) => total + brotliCompressSync(body).length, 0)
}

/** One start of a browser with this profile: milliseconds from navigation to a code in the page. */
const coldStart = async (profile: string, origin: string): Promise<number> => {
  const context = await launchProfile(profile)
  const page = await context.newPage()
  await page.goto(`${origin}/authenticator/`, { waitUntil: 'commit' })
  const shown = await page.waitForFunction(() => {
    const code = document.querySelector('.token-card__code')?.textContent ?? ''
    return /\d/.test(code) && performance.now()
  })
  const taken = Number(await shown.jsonValue())
  await context.close()
  return taken
}

it('starts cold without a network', { timeout: 180_000 }, async () => {
  const server = await startServer()
  const profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
  const bytes = await firstScreenBytes(server.origin)
  const context = await launchProfile(profile)
  const page = await context.newPage()
  await addToken(page, server.origin, URI)
  await untilOfflineReady(page)
  await context.close()
  await server.stop()
  const taken: number[] = []
  for (let start = 0; start < STARTS; start += 1)
    taken.push(await coldStart(profile, server.origin))
  await rm(profile, { recursive: true, force: true })
  console.log(line('first code, offline', timesOf(taken)))
  console.log(
    `first screen               ${bytes} bytes of JavaScript after brotli (25,000 allowed)`,
  )
  expect(bytes).toBeLessThan(BUDGET)
})
