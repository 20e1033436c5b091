/** APPNOTE 4.3.16: end of central directory, 22 bytes and a comment of at most 65,535. */
const length = 22
const longestComment = 0xffff

const isEnd = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 0x05 && bytes[at + 3] === 0x06

const reachesEnd = (bytes: Uint8Array, at: number): boolean =>
  at + length + (bytes[at + 20] ?? 0) + 256 * (bytes[at + 21] ?? 0) === bytes.length

/**
 * Whether all readers find the same directory, from whichever side they look for its end: a comment may hold
 * what looks like another one.
 */
export const hasOneEnd = (bytes: Uint8Array): boolean => {
  let last = -1
  const from = Math.max(0, bytes.length - length - longestComment)
  for (let at = from; at + length <= bytes.length; at += 1) {
    if (!isEnd(bytes, at)) continue
    if (last >= 0) return false
    // Chance writes such four bytes into encrypted data too, but no length that fits.
    if (reachesEnd(bytes, at)) last = at
  }
  return last >= 0
}
