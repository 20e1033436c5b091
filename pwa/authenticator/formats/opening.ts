import { scrypt } from '@noble/hashes/scrypt.js'
import { fromHex } from '../../../schema/hex.ts'

/* What other apps lock their files with. Parameters come from files: each is bounded before it is used. */

/** @returns null where the text is no hexadecimal */
export const fromHexText = (text: unknown): Uint8Array<ArrayBuffer> | null =>
  typeof text === 'string' && /^([0-9a-fA-F]{2})*$/.test(text) ? fromHex(text) : null

/** Base64, also without padding and in its URL-safe alphabet. */
export const fromBase64Text = (text: unknown): Uint8Array<ArrayBuffer> | null => {
  if (typeof text !== 'string') return null
  const plain = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  try {
    return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0))
  } catch {
    return null
  }
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** @returns null where the bytes are no UTF-8 */
export const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** @returns undefined where the text is no JSON */
export const jsonOf = (text: string | null): unknown => {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** AES-256-GCM, the tag behind the ciphertext. @returns null: another key, or damage */
export const openGcm = async (
  key: Uint8Array<ArrayBuffer>,
  iv: Uint8Array<ArrayBuffer>,
  box: Uint8Array<ArrayBuffer>,
  additionalData?: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
    const parameters = { name: 'AES-GCM', iv, ...(additionalData && { additionalData }) }
    return new Uint8Array(await crypto.subtle.decrypt(parameters, imported, box))
  } catch {
    return null
  }
}

/** AES-256-CBC with PKCS #7 padding. @returns null where the padding is none */
export const openCbc = async (
  key: Uint8Array<ArrayBuffer>,
  iv: Uint8Array<ArrayBuffer>,
  box: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt'])
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, box))
  } catch {
    return null
  }
}

/** The most rounds that a file may ask for: about a second on a slow phone. */
export const maxPbkdf2 = 2_000_000

/** PBKDF2 (RFC 8018), 32 bytes. */
export const pbkdf2 = async (
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
  hash: 'SHA-1' | 'SHA-256',
): Promise<Uint8Array<ArrayBuffer>> => {
  const imported = await crypto.subtle.importKey('raw', utf8(passphrase), 'PBKDF2', false, [
    'deriveBits',
  ])
  const parameters = { name: 'PBKDF2', salt, iterations, hash }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, imported, 256))
}

/** scrypt (RFC 7914) as Aegis uses it, 32 bytes; null where a file asks for more than 64 MiB or for nothing. */
export const boundedScrypt = (
  passphrase: string,
  salt: Uint8Array,
  { n, r, p }: { n: unknown; r: unknown; p: unknown },
): Uint8Array<ArrayBuffer> | null => {
  if (![n, r, p].every((one) => typeof one === 'number' && Number.isInteger(one) && one > 0))
    return null
  const [N, blocks, lanes] = [n as number, r as number, p as number]
  if (N < 2 || (N & (N - 1)) !== 0 || N * blocks * 128 > 64 * 2 ** 20 || lanes > 4) return null
  return new Uint8Array(scrypt(utf8(passphrase), salt, { N, r: blocks, p: lanes, dkLen: 32 }))
}

export const isWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
