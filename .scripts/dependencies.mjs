/** Installs dependencies where they are missing or not those of the lock file. */
import { existsSync, readFileSync } from 'node:fs'
import { inRoot } from './place.mjs'
import { run } from './process.mjs'

const packagesOf = (file) => {
  if (!existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * npm writes the hidden lock file last, so that an interrupted installation has none. Optional
 * packages may be absent: they are the binaries of other platforms.
 */
const installed = () => {
  const wanted = packagesOf(inRoot('package-lock.json'))
  const present = packagesOf(inRoot('node_modules/.package-lock.json'))
  if (!present || !existsSync(inRoot('node_modules/.bin/node'))) return false
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = present[path]
    return found ? found.version === version : optional === true
  })
}

export const installDependencies = async () => {
  if (installed()) return
  console.log('Installing dependencies (npm ci) ...')
  await run('npm', ['ci', '--no-audit', '--no-fund', '--no-progress'])
}
