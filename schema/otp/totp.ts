import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { Secret, TOTP } from 'otpauth/bare'
import type { TotpParameters } from './parameters.ts'

export type { Algorithm, TotpParameters } from './parameters.ts'
// Apart, for the page that shows codes before it needs anything else of this.
export { secondsLeft, stepAt } from './step.ts'

/** Only the three that we offer: the whole of otpauth brings nine, and every byte delays the first code. */
const hashes = { SHA1: sha1, SHA256: sha256, SHA512: sha512 }

/**
 * The code of one time step.
 *
 * @param key raw bytes of the shared secret
 * @param step RFC 6238's T, a non-negative integer
 */
export const codeAt = (key: Uint8Array, step: number, parameters: TotpParameters): string => {
  if (!Number.isSafeInteger(step) || step < 0) throw new RangeError(`no such time step: ${step}`)
  return TOTP.generate({
    secret: new Secret({ buffer: exactBuffer(key) }),
    algorithm: parameters.algorithm,
    digits: parameters.digits,
    period: parameters.period,
    timestamp: step * parameters.period * 1000,
    hmac: (_name, secret, counter) => hmac(hashes[parameters.algorithm], secret, counter),
  })
}

/** otpauth takes an ArrayBuffer: a view into a larger one would hand it the neighbor's bytes. */
const exactBuffer = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer

/** Base32 without padding (RFC 4648, section 6), as keys are shown to people. */
export const toBase32 = (key: Uint8Array): string => new Secret({ buffer: exactBuffer(key) }).base32

/**
 * Base32 as people type it: spaces and dashes for reading, lower case, padding.
 * @returns the key, or null where the text is no base32
 */
export const fromBase32 = (text: string): Uint8Array | null => {
  const compact = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase()
  if (!/^[A-Z2-7]+$/.test(compact)) return null
  const key = base32Bytes(compact)
  return key.length > 0 ? key : null
}

/**
 * By hand, for files bring 100,000 of them: otpauth's `Secret` takes four times as long, and its buffers lie
 * outside the heap until somebody collects them. Bits past the last whole byte are dropped.
 */
const base32Bytes = (letters: string): Uint8Array => {
  const bytes = new Uint8Array((5 * letters.length) >> 3)
  let [held, bits, length] = [0, 0, 0]
  for (let at = 0; at < letters.length; at += 1) {
    const code = letters.charCodeAt(at)
    // A to Z are 0 to 25, 2 to 7 are 26 to 31.
    held = ((held << 5) | (code < 65 ? code - 24 : code - 65)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[length] = held >> bits
    length += 1
  }
  return bytes
}
