/** Finds nginx and Caddy for the end-to-end tests. */
import { existsSync } from 'node:fs'

const PACKAGES = [
  {
    name: 'nginx-light',
    places: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
  },
  { name: 'caddy', places: ['/usr/bin/caddy', '/usr/local/bin/caddy', '/opt/homebrew/bin/caddy'] },
]

/** Debian's packages that are not there. */
export const missingProxies = () =>
  PACKAGES.filter(({ places }) => !places.some((place) => existsSync(place))).map(
    ({ name }) => name,
  )

/** Tests run their own, each with a configuration of its own. */
export const haveProxies = async () => {
  const left = missingProxies()
  if (left.length > 0)
    throw new Error(`The end-to-end tests of proxies need ${left.join(' and ')}: install them.`)
}
