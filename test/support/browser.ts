/** Real Chromium, with a camera that shows what we want it to see. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { onTestFailed, type TaskMeta } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** The authenticator's service worker comes: for a start without a network, updates, sharing. */
    installs?: boolean
  }
}

const firstThatExists = (...places: (string | undefined)[]): string =>
  places.find((place) => place && existsSync(place)) ?? ''

// `npm test` finds or installs both and says where; alone, the usual places on Debian will do.
const whole = (): string =>
  firstThatExists(process.env['LATCHKEY_CHROMIUM'], '/usr/bin/chromium', chromium.executablePath())

/** The same engine without windows, menus and profiles around it costs a third of the time. */
const shell = (): string => {
  const { LATCHKEY_SHELL, LATCHKEY_CHROMIUM } = process.env
  return firstThatExists(
    LATCHKEY_SHELL ?? (LATCHKEY_CHROMIUM || '/usr/bin/chromium-headless-shell'),
    whole(),
  )
}

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
    executablePath: shell(),
    args: cameraFeed ? [...FLAGS, ...cameraFlags(cameraFeed)] : FLAGS,
  })

/** For passkeys: the shell leaves out whose one is, where a page has named it. */
export const launchWholeBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: whole(), args: FLAGS })

/** With a profile folder, as people have it: pages are installable there, unlike in a passing context. */
export const launchProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath: whole(), args: FLAGS })

/**
 * To install the authenticator costs every new device half a second of work: only where a test is about what
 * comes of it.
 */
export const serviceWorkersFor = ({ meta }: { meta: TaskMeta }): 'allow' | 'block' =>
  meta.installs ? 'allow' : 'block'

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
