/** A real Chromium, with a camera that shows what we want it to see. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { onTestFailed } from 'vitest'

// `npm test` finds or installs one and says where; alone, the usual place on Debian will do.
const executable = (): string =>
  [process.env['LATCHKEY_CHROMIUM'], '/usr/bin/chromium', chromium.executablePath()].find(
    (place) => place && existsSync(place),
  ) ?? ''

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

const cameraFlags = (feed: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${feed}`,
]

/** @param cameraFeed a .y4m file that the camera plays over and over */
export const launchBrowser = (cameraFeed?: string): Promise<Browser> =>
  chromium.launch({
    executablePath: executable(),
    args: cameraFeed ? [...FLAGS, ...cameraFlags(cameraFeed)] : FLAGS,
  })

/** With a profile folder, as people have it: pages are installable there, unlike in a passing context. */
export const launchProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath: executable(), args: FLAGS })

/** A failed test says what the person saw last, and what the console and the server had said. */
export const sayWhereItStood = (page: Page): void => {
  const heard: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => heard.push(error.message))
  onTestFailed(async () => {
    const text = page.isClosed() ? '(closed)' : await page.locator('body').innerText()
    process.stderr.write(`\n--- ${page.url()}\n${text}\n${heard.join('\n')}\n---\n`)
  })
}
