import { toBase32 } from '../../schema/otp/totp.ts'
import { formatUri } from '../../schema/otp/uri.ts'
import { seal } from '../crypto/seal.ts'
import type { Policy } from '../domain/policy.ts'
import { placeOf } from '../factor/totp.ts'
import type { AppContext } from '../http/context.ts'

/** A fresh key for an authenticator app, as policy wants it: sealed to be kept, and in words to be shown once. */
export const newTotpKey = async (
  c: AppContext,
  { id: userId, username }: { id: string; username: string },
  policy: Policy,
) => {
  const { issuer, parameters, keyBytes } = policy.totp
  const key = crypto.getRandomValues(new Uint8Array(keyBytes))
  const id = crypto.randomUUID()
  return {
    id,
    kept: {
      factorId: id,
      sealed: await seal(c.var.config.masterKeys, placeOf(id, userId), key),
      ...parameters,
    },
    shown: {
      secret: toBase32(key),
      uri: formatUri({ issuer, account: username, key, ...parameters }),
    },
  }
}
