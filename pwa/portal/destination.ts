/** C0 controls and DEL (a URL parser drops tabs and line ends), and what it reads as a slash. */
// oxlint-disable-next-line no-control-regex -- refusing controls is the purpose
const misleading = /[\u0000-\u001f\u007f\\]/

/**
 * Where to go after signing in. `next` comes from the address, so from anybody: only a path of this
 * origin is followed, everything else falls back.
 *
 * @param next the raw value of `?next=`, already percent-decoded once
 */
export const destination = (next: string | null, origin: string, fallback: string): string => {
  if (!next || !next.startsWith('/') || next.startsWith('//') || misleading.test(next)) {
    return fallback
  }
  const url = URL.parse(next, origin)
  // The parser has the last word, as it will have when the browser follows.
  if (!url || url.origin !== origin || url.username || url.password) return fallback
  // '/.//evil' becomes '//evil' on the way, which would name another host.
  if (url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search + url.hash
}
