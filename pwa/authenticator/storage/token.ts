import { fromBase32, toBase32 } from '../../../schema/otp/totp.ts'
import type { OtpAccount } from '../../../schema/otp/uri.ts'
import type { SealVersion } from '../crypto/token-seal.ts'

/**
 * One entry of the vault. The id is its identity, never the key: two entries may share a key.
 * `createdAt` is in milliseconds, because it is also the order of the list.
 */
export type Token = OtpAccount & { id: string; createdAt: number }

type StoredToken = Omit<Token, 'id' | 'key'> & { key: string }

/**
 * The plaintext of a record, in the newest form: JSON, the key in base32. Another form needs another
 * entry in `sealVersions`, and a reader of its own below; the readers before it stay.
 */
export const encodeToken = ({ id: _, key, ...rest }: Token): Uint8Array<ArrayBuffer> => {
  const stored: StoredToken = { ...rest, key: toBase32(key) }
  return new TextEncoder().encode(JSON.stringify(stored))
}

type Reader = (plaintext: Uint8Array) => Omit<Token, 'id'>

/**
 * One reader a version. The form is taken on trust: AES-GCM has just proved that these bytes, of
 * this version, were sealed by us, and a validator would cost every start its kilobytes.
 */
const readers: Record<SealVersion, Reader> = {
  1: (plaintext) => {
    const { key, ...rest } = JSON.parse(new TextDecoder().decode(plaintext)) as StoredToken
    const bytes = fromBase32(key)
    if (!bytes) throw new TypeError('a stored key is no base32')
    return { ...rest, key: bytes }
  },
}

/** Reads what `encodeToken` wrote, in this release or in any before it. */
export const decodeToken = (id: string, version: number, plaintext: Uint8Array): Token => {
  const read = (readers as Partial<Record<number, Reader>>)[version]
  if (!read) throw new TypeError(`a token of an unknown version: ${version}`)
  return { ...read(plaintext), id }
}
