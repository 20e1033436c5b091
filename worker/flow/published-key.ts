import type { KeyPurpose } from '../../schema/signing-key.ts'
import type { AppContext } from '../http/context.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { trip } from '../store/trip.ts'

/** The public halves of what we sign with (RFC 7517, section 5), those among them whose time has yet to come. */
export const publishedKeys = async (c: AppContext, purpose: KeyPurpose) => {
  const { keys } = await trip(c.env.DB, { keys: readSigningKeys(c.env.DB, purpose, c.var.now) })
  return {
    keys: keys.map(({ kid, algorithm, publicJwk }) => ({
      ...publicJwk,
      kid,
      alg: algorithm,
      use: 'sig',
    })),
  }
}
