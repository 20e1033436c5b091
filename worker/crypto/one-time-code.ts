import { fromBase32, toBase32 } from '../../schema/otp/totp.ts'
import { toHex } from './hex.ts'
import { keyedHash } from './keyed-hash.ts'
import type { Key, Keyring } from './keyring.ts'

/** 80 bits: short enough to be typed or read out, and guessed nowhere but at the door, which counts. */
const codeBytes = 10
const codeCharacters = 16

/** A fresh code as it is shown, in groups of four, and the keyed hash that is kept. */
export const newOneTimeCode = async (
  ring: Keyring,
): Promise<{ code: string; hash: ArrayBuffer }> => {
  const bytes = crypto.getRandomValues(new Uint8Array(codeBytes))
  const code = (toBase32(bytes).match(/.{4}/g) ?? []).join('-')
  return { code, hash: await hashUnder(ring[0], bytes) }
}

/** Case, spaces and dashes are for reading. */
export const isOneTimeCode = (code: string): boolean => bytesOf(code) !== null

/** The hashes that a code may be kept under, one for each key, in hexadecimal; none for what is no code. */
export const hashesOfOneTimeCode = async (ring: Keyring, code: string): Promise<string[]> => {
  const bytes = bytesOf(code)
  if (!bytes) return []
  return Promise.all(ring.map(async (key) => toHex(await hashUnder(key, bytes))))
}

const bytesOf = (code: string): Uint8Array<ArrayBuffer> | null => {
  const compact = code.replace(/[\s-]/g, '')
  const bytes = compact.length === codeCharacters ? fromBase32(compact) : null
  return bytes ? new Uint8Array(bytes) : null
}

/** Keyed: 80 bits alone could be tried out by whoever reads the database. */
const hashUnder = (key: Key, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
  keyedHash(key, 'latchkey/one-time-code', bytes)
