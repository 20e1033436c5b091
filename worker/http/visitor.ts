import { BROWSER_MAP, OS_MAP, parse } from 'bowser'

/** Where a request comes from, as far as can be known. */
export type Visitor = {
  /**
   * Throttled as one: an IPv4 address or an IPv6 /64. Empty where an application asks for somebody and does
   * not say where they are: then no network is throttled.
   */
  network: string
  /** For people to recognize: 'Chrome on Windows'. */
  browser: string
  /** For people to recognize: 'Lyon, France'. Empty where nobody says. */
  place: string
  /** The id of the application that asks for them; null: they are at our own door. */
  application: string | null
}

/** The canonical network of an address as a header or an application writes it. */
export const networkOfAddress = (written: string | undefined): string => {
  if (!written) return 'unknown'
  const address = unmapped(written.toLowerCase())
  if (!address.includes(':')) return address.slice(0, 15)
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = 8 - groups.length - tail.split(':').filter(Boolean).length
  const full = address.includes('::')
    ? [...groups, ...Array<string>(Math.max(missing, 0)).fill('0'), ...tail.split(':')]
    : groups
  return `${full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').slice(0, 4))
    .join(':')}::/64`
}

/** RFC 4291, section 2.5.5.2: a server that listens to both families writes IPv4 so, some all in hexadecimal. */
const unmapped = (address: string): string => {
  const [, rest] = /^(?:0{0,4}:){2,6}ffff:(.+)$/.exec(address) ?? []
  const [, high, low] = /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(rest ?? '') ?? []
  if (high === undefined || low === undefined) return rest?.includes('.') ? rest : address
  return [high, low]
    .flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255])
    .join('.')
}

const browserNames = new Set<string | undefined>(Object.values(BROWSER_MAP))
const systemNames = new Set<string | undefined>(Object.values(OS_MAP))

/** Only names that the library knows: for others it repeats what the header says, and people would read it. */
export const browserOf = (userAgent: string | undefined): string => {
  const { browser, os } = parse(userAgent?.slice(0, 512) || 'unknown')
  const name = browserNames.has(browser.name) ? browser.name : 'Unknown browser'
  return systemNames.has(os.name) ? `${name} on ${os.name}` : `${name}`
}

export const placeOf = (cf: unknown): string => {
  const { city, country } = (cf ?? {}) as { city?: unknown; country?: unknown }
  return [city, country].filter((part) => typeof part === 'string').join(', ')
}
