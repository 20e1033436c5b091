/*
 * Addresses of others, as administrators write them. Each in its one spelling: what is compared later is
 * compared as text.
 */

type Address = Record<
  'href' | 'origin' | 'protocol' | 'username' | 'password' | 'hostname' | 'pathname' | 'search',
  string
>
/** Every runtime of ours has it; no `lib` of this folder names it. */
declare const URL: { parse: (text: string) => Address | null }

const isLoopback = ({ hostname }: Address): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '127.0.0.1' ||
  hostname === '[::1]'

/** Over TLS, or to this very machine. */
const isSafe = (url: Address): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))

const isPlain = (url: Address, text: string): boolean =>
  !url.username && !url.password && !text.includes('#') && !text.includes('*')

/** An address on the web that names one thing in one spelling, without credentials or fragment. */
export const isWebUrl = (text: string): boolean => {
  const url = URL.parse(text)
  if (!url || !isSafe(url) || !isPlain(url, text)) return false
  return url.href === text || (url.pathname === '/' && url.search === '' && url.origin === text)
}

/**
 * Where a client may get its answers: on the web, or an app's own scheme, which must be a domain in reverse
 * (RFC 8252, section 7.1) so that two apps do not choose one.
 */
export const isRedirectUri = (text: string): boolean =>
  isWebUrl(text) || /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:\/{1,3}[A-Za-z0-9._~/-]*$/.test(text)

/** Scheme, host and port, as `Origin` would say it. */
export const isSiteOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && isSafe(url) && url.origin === text
}
