import type { OtpParameters } from '../../../schema/otp/parameters.ts'
import type { NewToken, TokenTraits } from '../../../schema/backup/token.ts'
import { fromHex, toHex } from '../../../schema/hex.ts'

type Names = { issuer: string; account: string }

/**
 * One entry of the vault, as the screens see it. Its id is its identity, never the secret, which they do
 * not see: `hmac` makes codes of it. Times are in milliseconds.
 */
export type Token = Names &
  OtpParameters &
  TokenTraits & {
    id: string
    hmac: CryptoKey
    /** Its place among the others, ascending. */
    order: number
    createdAt: number
    changedAt: number
    trashedAt: number | null
    /** The factor on our server that this token is; its secret leaves this installation never. */
    registered: { factorId: string; issuer: string } | null
  }

export type { NewToken, TokenTraits }

/** A registered token's secret: sealed to this installation, and opened only into a key that is never read. */
export type BoundSecret = { iv: string; sealed: string }

/** What is sealed: all of a token but its id. Of `secret` (hexadecimal) and `bound` there is one. */
export type StoredToken = Names &
  OtpParameters &
  TokenTraits &
  Pick<Token, 'order' | 'createdAt' | 'changedAt' | 'trashedAt' | 'registered'> & {
    secret: string | null
    bound: BoundSecret | null
  }

/** A registered token, whole. */
export type StoredBound = StoredToken & { id: string; secret: null; bound: BoundSecret }

export const noTraits: TokenTraits = { note: '', groups: [], pinned: false, icon: null }

/** As a new token is stored. */
export const toStored = (
  { id: _, key, ...rest }: NewToken,
  { order, now }: { order: number; now: number },
): StoredToken => ({
  ...noTraits,
  createdAt: now,
  ...rest,
  order,
  changedAt: now,
  trashedAt: null,
  registered: null,
  secret: toHex(key),
  bound: null,
})

/** The plaintext of a record of version 2. Version 1 has a reader of its own (storage/version-1.ts). */
export const encodeToken = (stored: StoredToken): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(stored))

/**
 * Reads what `encodeToken` wrote. The form is taken on trust: AES-GCM has just proved that these bytes, of
 * this version, were sealed by us, and a validator would cost every start its kilobytes.
 */
export const decodeToken = (plaintext: Uint8Array): StoredToken =>
  JSON.parse(new TextDecoder().decode(plaintext)) as StoredToken

/** The secret of a token that is not bound. */
export const secretOf = ({ secret }: StoredToken): Uint8Array<ArrayBuffer> => {
  if (secret === null) throw new TypeError('a bound token has no secret to show')
  return fromHex(secret)
}
