/** Finds a Chromium for the end-to-end tests and the smaller one that most of them need, or installs both. */
import { existsSync, readFileSync } from 'node:fs'
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

const isDebianRoot = () => {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

const installPackage = async (name) => {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env })
  await run('apt-get', ['install', '-y', '--no-install-recommends', name], { env })
}

const installFromDebian = () => installPackage('chromium')

const installFromPlaywright = () => run('playwright-core', ['install', 'chromium'])

/** @returns {Promise<string>} */
export const haveChromium = async () => {
  const found = await findChromium()
  if (found) return found
  console.log('Installing Chromium for the end-to-end tests ...')
  const ways = isDebianRoot() ? [installFromDebian, installFromPlaywright] : [installFromPlaywright]
  for (const way of ways) {
    await way().catch((error) => console.log(error.message))
    const installed = await findChromium()
    if (installed) return installed
  }
  throw new Error(
    'The end-to-end tests need Chromium: install it, or say where it is in LATCHKEY_CHROMIUM.',
  )
}

const SHELL = '/usr/bin/chromium-headless-shell'

/**
 * The engine alone, which starts and runs three times as fast. Whoever names a Chromium means that one;
 * where there is no shell the whole Chromium does its work.
 *
 * @returns {Promise<string | undefined>}
 */
export const haveShell = async () => {
  if (process.env.LATCHKEY_CHROMIUM) return undefined
  if (!existsSync(SHELL) && isDebianRoot())
    await installPackage('chromium-headless-shell').catch((error) => console.log(error.message))
  return existsSync(SHELL) ? SHELL : undefined
}
