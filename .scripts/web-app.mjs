/** Builds the web app into dist/pwa, unless it was built from these very sources. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { fingerprint, markIn } from './fingerprint.mjs'
import { inRoot, webApp, webAppMark } from './place.mjs'
import { run } from './process.mjs'

const sources = () =>
  fingerprint(
    inRoot('pwa'),
    inRoot('schema'),
    inRoot('package-lock.json'),
    inRoot('.scripts/build-sw.mjs'),
  )

/** The service worker is built by the last plugin of pwa/vite.config.ts: it lists what vite made. */
export const buildWebApp = async ({ force = false } = {}) => {
  const wanted = sources()
  if (!force && existsSync(webApp) && markIn(webAppMark) === wanted) return
  rmSync(webAppMark, { force: true })
  await run('vite', ['build', 'pwa', '--config', 'pwa/vite.config.ts'])
  writeFileSync(webAppMark, wanted)
}
