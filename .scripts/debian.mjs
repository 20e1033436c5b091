/** Debian's packages, where we may install them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { run } from './process.mjs'

const isDebianRoot = () => {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** What a package asks before it starts a service: 101 is no. */
const POLICY = '/usr/sbin/policy-rc.d'

const install = async (names) => {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const ours = !existsSync(POLICY)
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env })
  } finally {
    if (ours) rmSync(POLICY, { force: true })
  }
}

/**
 * Installs what is named, as root on Debian, without starting a service of it; elsewhere nothing happens.
 * What cannot be had is said and left out: whoever needs it looks for it afterwards.
 */
export const installFromDebian = async (names) => {
  if (names.length === 0 || !isDebianRoot()) return
  console.log(`Installing ${names.join(', ')} for the end-to-end tests ...`)
  try {
    await run('apt-get', ['update'])
    await install(names)
  } catch (error) {
    console.log(error.message)
    // One that is not there keeps the others away.
    if (names.length > 1)
      for (const name of names) await install([name]).catch((left) => console.log(left.message))
  }
}
