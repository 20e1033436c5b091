/** What a proxy says of a request that it holds; headers as they came. */
export type Forwarded = Record<'proto' | 'host' | 'uri' | 'method', string | undefined>

/** A request to a site, in the spellings that rules and addresses are made of. */
export type SiteRequest = {
  /** Scheme, host and port in their one spelling. */
  origin: string
  method: string
  /** Path and query byte for byte: where a browser comes back to; '/' where that could mislead one. */
  deepPath: string
  /** As it was sent, without the query. */
  path: string
  /** The same as whoever reads it most generously: percent-decoded, without case. */
  plainPath: string
  /** Whether it may mean another path to whoever serves it. */
  ambiguous: boolean
}

const maxUriLength = 8192
/** What still fits in an address around it, in the buffers of proxies. */
const maxDeepPathLength = 2048

const forbiddenInHost = /[\s/\\@?#%,]/
const method = /^[A-Za-z][A-Za-z-]{0,31}$/

/**
 * Reads what a proxy says, or null: one of the four is missing, comes twice, or cannot be read. Whoever
 * gets null refuses.
 */
export const readForwarded = (forwarded: Forwarded): SiteRequest | null => {
  const { uri } = forwarded
  const origin = originOf(forwarded.proto, forwarded.host)
  // Headers that come twice are joined by a comma and a space.
  if (!origin || !uri || uri.length > maxUriLength || /\s/.test(uri)) return null
  if (!forwarded.method || !method.test(forwarded.method)) return null
  const path = uri.replace(/[?#].*$/s, '')
  const decoded = decode(path)
  const plainPath = (decoded ?? path).normalize('NFKC').toLowerCase()
  const ambiguous =
    decoded === null ||
    uri.includes('#') ||
    !visible.test(path) ||
    /%(?:2f|5c|00)/i.test(path) ||
    // Encoded twice.
    /%[0-9a-f]{2}/i.test(decoded) ||
    [path, decoded, plainPath].some(isMisleading)
  return {
    origin,
    method: forwarded.method,
    path,
    plainPath,
    ambiguous,
    deepPath: isDeepPath(uri) ? uri : '/',
  }
}

/** RFC 9110, section 4.2.3: case, the default port and a last dot make no difference; IDN in punycode. */
const originOf = (proto: string | undefined, host: string | undefined): string | null => {
  if ((proto !== 'https' && proto !== 'http') || !host) return null
  if (host.length > 300 || forbiddenInHost.test(host)) return null
  const url = URL.parse(`${proto}://${host.replace(/\.(?=(:\d*)?$)/, '')}/`)
  if (!url || url.hostname.endsWith('.') || url.pathname !== '/') return null
  return url.origin
}

const decode = (path: string): string | null => {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/**
 * Spellings that servers read in more than one way: what is no path, dot segments and empty ones,
 * backslashes, parameters (`;`), control characters.
 */
const isMisleading = (path: string): boolean =>
  !path.startsWith('/') || /\/\/|[\\;]|\p{Cc}/u.test(path) || dotSegment.test(path)

/** Also with what some drop: blanks, invisible characters; and before what some would take for a query. */
const dotSegment = /\/[\s\p{Cf}]*\.[.\s\p{Cf}]*(?:[/?#]|$)/u

const visible = /^[!-~]*$/

const isDeepPath = (uri: string): boolean =>
  uri.startsWith('/') && uri.length <= maxDeepPathLength && visible.test(uri)
