import { decodeJwt, errors } from 'jose'
import { verifyJwt } from '../../crypto/jwt.ts'
import type { AppContext } from '../../http/context.ts'
import type { SigningKeyRecord } from '../../store/signing-key.ts'

/** What an access token says, once it is believed. */
export type AccessClaims = { grantId: string; userId: string; clientId: string; scopes: string[] }

/** What to look up for a token; nothing of it is believed yet. */
export type Whose = { id: string; userId: string }

/** Far more than any of ours. */
const mostCharacters = 8192

/** Null where it cannot be one of ours. */
export const whoseToken = (token: string): Whose | null => {
  try {
    if (token.length > mostCharacters) return null
    const { grant_id: id, sub: userId } = decodeJwt(token)
    return isId(id) && isId(userId) ? { id, userId } : null
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)

/**
 * Null whatever is wrong with it. An ID token is none (`typ`), nor is one that is meant for an API alone.
 *
 * @param keys all that are published for `oidc`
 */
export const readAccessToken = async (
  c: AppContext,
  keys: readonly SigningKeyRecord[],
  token: string,
): Promise<AccessClaims | null> => {
  const issuer = c.var.config.origin
  const expected = { issuer, audience: issuer, typ: 'at+jwt', now: c.var.now }
  const claims = await verifyJwt(keys, token, expected)
  if (!claims) return null
  const { grant_id: grantId, sub: userId, client_id: clientId, scope } = claims
  if (!isId(grantId) || !isId(userId) || !isId(clientId) || typeof scope !== 'string') return null
  return { grantId, userId, clientId, scopes: scope.split(' ') }
}
