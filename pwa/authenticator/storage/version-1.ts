import { fromBase32 } from '../../../schema/otp/totp.ts'
import type { OtpParameters } from '../../../schema/otp/parameters.ts'
import { noTraits, type StoredToken } from './token.ts'
import { toHex } from '../../../schema/hex.ts'

type StoredV1 = Pick<OtpParameters, 'algorithm' | 'digits' | 'period'> & {
  issuer: string
  account: string
  /** Base32. */
  key: string
  createdAt: number
}

/** Reads a token of the first release, which knew time-based ones alone, in the order of their coming. */
export const decodeVersion1 = (plaintext: Uint8Array): StoredToken => {
  const { key, createdAt, ...rest } = JSON.parse(new TextDecoder().decode(plaintext)) as StoredV1
  const secret = fromBase32(key)
  if (!secret) throw new TypeError('a stored key is no base32')
  return {
    ...noTraits,
    ...rest,
    type: 'totp',
    counter: 0,
    order: createdAt,
    createdAt,
    changedAt: createdAt,
    trashedAt: null,
    registered: null,
    secret: toHex(secret),
    bound: null,
  }
}
