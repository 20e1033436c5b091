import * as v from 'valibot'
import { type JwtAlgorithm, type KeyPurpose, keyPurposes } from '../signing-key.ts'

/**
 * `POST /api/admin/signing-keys/rotate`: a fresh key signs from now on. With `withdraw` the former ones are
 * not published any more, and nothing that they signed is believed here: for when one has leaked.
 */
export const SigningKeyRotation = v.strictObject({
  purpose: v.picklist(keyPurposes),
  algorithm: v.picklist(['ES256', 'RS256']),
  withdraw: v.optional(v.boolean(), false),
})

/** `GET /api/admin/signing-keys`: never a secret. Times are unix seconds. */
export type SigningKeyList = { keys: ListedSigningKey[] }
export type ListedSigningKey = {
  kid: string
  purpose: KeyPurpose
  algorithm: JwtAlgorithm
  createdAt: number
  activeFrom: number
  /** Null: it is published. */
  withdrawnAt: number | null
}
