/** Finds nginx and Caddy for the end-to-end tests, or installs them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { run } from './process.mjs'

const PACKAGES = [
  {
    name: 'nginx-light',
    places: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
  },
  { name: 'caddy', places: ['/usr/bin/caddy', '/usr/local/bin/caddy', '/opt/homebrew/bin/caddy'] },
]

const missing = () => PACKAGES.filter(({ places }) => !places.some((place) => existsSync(place)))

const isDebianRoot = () => {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** What a package asks before it starts a service: 101 is no. */
const POLICY = '/usr/sbin/policy-rc.d'

const installFromDebian = async (names) => {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const ours = !existsSync(POLICY)
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await run('apt-get', ['update'], { env })
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env })
  } finally {
    if (ours) rmSync(POLICY, { force: true })
  }
}

/** Tests run their own, each with a configuration of its own. */
export const haveProxies = async () => {
  const names = missing().map(({ name }) => name)
  if (names.length === 0) return
  if (isDebianRoot()) {
    console.log(`Installing ${names.join(' and ')} for the end-to-end tests ...`)
    await installFromDebian(names).catch((error) => console.log(error.message))
  }
  const left = missing().map(({ name }) => name)
  if (left.length > 0)
    throw new Error(`The end-to-end tests of proxies need ${left.join(' and ')}: install them.`)
}
