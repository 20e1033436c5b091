import type { KeyPurpose } from '../../schema/signing-key.ts'
import type { AppContext } from '../http/context.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { trip } from '../store/trip.ts'
import { makeFirstKey } from './signing-key.ts'

/**
 * The public halves of what we sign with (RFC 7517, section 5), those among them whose time has yet to come.
 * Never none: whoever keeps them for a while would not know the first key when it signs.
 */
export const publishedKeys = async (c: AppContext, purpose: KeyPurpose) => {
  const { keys } = await trip(c.env.DB, { keys: readSigningKeys(c.env.DB, purpose, c.var.now) })
  const published = keys.length > 0 ? keys : [await makeFirstKey(c, purpose, 'ES256')]
  return {
    keys: published.map(({ kid, algorithm, publicJwk }) => ({
      ...publicJwk,
      kid,
      alg: algorithm,
      use: 'sig',
    })),
  }
}
