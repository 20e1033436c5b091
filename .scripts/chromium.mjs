/** Finds a Chromium for the end-to-end tests and the smaller one that most of them need. */
import { existsSync } from 'node:fs'
import { run } from './process.mjs'

const COMMON_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Imported late: playwright-core is there only once dependencies are installed. */
const playwrightsOwn = async () => {
  const { chromium } = await import('playwright-core')
  return chromium.executablePath()
}

/** @returns {Promise<string | undefined>} the path of a browser that exists */
export const findChromium = async () => {
  const places = [process.env.LATCHKEY_CHROMIUM, ...COMMON_PLACES, await playwrightsOwn()]
  return places.find((place) => place && existsSync(place))
}

const installFromPlaywright = () => run('playwright-core', ['install', 'chromium'])

/** @returns {Promise<string>} */
export const haveChromium = async () => {
  const found = await findChromium()
  if (found) return found
  console.log('Installing Chromium for the end-to-end tests ...')
  await installFromPlaywright().catch((error) => console.log(error.message))
  const installed = await findChromium()
  if (installed) return installed
  throw new Error(
    'The end-to-end tests need Chromium: install it, or say where it is in LATCHKEY_CHROMIUM.',
  )
}

const SHELL = '/usr/bin/chromium-headless-shell'

/**
 * The engine alone, which starts and runs three times as fast. Whoever names a Chromium means that one;
 * where there is no shell the whole Chromium does its work.
 *
 * @returns {string | undefined}
 */
export const findShell = () =>
  !process.env.LATCHKEY_CHROMIUM && existsSync(SHELL) ? SHELL : undefined

/** Debian's packages of both that are not there. */
export const missingChromium = () => {
  if (process.env.LATCHKEY_CHROMIUM) return []
  return [
    ...(COMMON_PLACES.some((place) => existsSync(place)) ? [] : ['chromium']),
    ...(existsSync(SHELL) ? [] : ['chromium-headless-shell']),
  ]
}
