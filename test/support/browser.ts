/** A real Chromium, with a camera that shows what we want it to see. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

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
