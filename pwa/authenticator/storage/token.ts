import { fromBase32, toBase32 } from '../../../schema/otp/totp.ts'
import type { OtpAccount } from '../../../schema/otp/uri.ts'

/**
 * One entry of the vault. The id is its identity, never the key: two entries may share a key.
 * `createdAt` is in milliseconds, because it is also the order of the list.
 */
export type Token = OtpAccount & { id: string; createdAt: number }

type StoredToken = Omit<Token, 'id' | 'key'> & { key: string }

/** The plaintext of a record: JSON, the key in base32. A new form needs a new `sealVersion`. */
export const encodeToken = ({ id: _, key, ...rest }: Token): Uint8Array<ArrayBuffer> => {
  const stored: StoredToken = { ...rest, key: toBase32(key) }
  return new TextEncoder().encode(JSON.stringify(stored))
}

/**
 * Reads what `encodeToken` wrote. The form is taken on trust: AES-GCM has just proved that these
 * bytes, of this version, were sealed by us, and a validator would cost every start its kilobytes.
 */
export const decodeToken = (id: string, plaintext: Uint8Array): Token => {
  const { key, ...rest } = JSON.parse(new TextDecoder().decode(plaintext)) as StoredToken
  const bytes = fromBase32(key)
  if (!bytes) throw new TypeError('a stored key is no base32')
  return { ...rest, id, key: bytes }
}
