import { hmacOf } from '../crypto/code.ts'
import type { Algorithm } from '../../../schema/otp/parameters.ts'
import type { VaultDatabase } from './database.ts'
import { fromHex } from '../../../schema/hex.ts'
import type { BoundSecret } from './token.ts'

/** Where the keys of a registered token lie: what opens its secret, and what signs for this installation. */
export const boundKeyName = (id: string) => `bound:${id}`
export const signingKeyName = (id: string) => `signing:${id}`

/**
 * The key that makes a registered token's codes. The secret goes from its seal straight into a key that
 * nobody reads: the opening key can do nothing else.
 */
export const openBound = async (
  database: VaultDatabase,
  id: string,
  { iv, sealed }: BoundSecret,
  algorithm: Algorithm,
): Promise<CryptoKey> => {
  const opening = await database.get('keys', boundKeyName(id))
  if (!opening) throw new TypeError('the key of a registered token is gone')
  const parameters = {
    name: 'AES-GCM',
    iv: fromHex(iv),
    additionalData: new TextEncoder().encode(id),
  }
  const wrapped = fromHex(sealed)
  return crypto.subtle.unwrapKey('raw', wrapped, opening, parameters, hmacOf(algorithm), false, [
    'sign',
  ])
}
