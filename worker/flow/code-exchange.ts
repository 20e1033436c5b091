import { encodeBase64Url } from '../crypto/keyring.ts'
import { sameSecret, sha256 } from '../crypto/token.ts'
import { judge } from '../domain/application.ts'
import { policyFor } from '../domain/policy.ts'
import type { AppContext } from '../http/context.ts'
import { OAuthError } from '../http/oauth-error.ts'
import type { Parameters } from '../http/urlencoded.ts'
import { type AccessGrant, readGrantByCode } from '../store/access-grant.ts'
import { redeemCode } from '../store/refresh-token.ts'
import { exchange, type Found, findShown, hasSession, invalidGrant, required } from './exchange.ts'
import { standingOf } from './standing.ts'
import type { TokenAnswer } from '../../schema/api/oidc.ts'

/**
 * `grant_type=authorization_code`: once, within a minute, by the client that the code was made for, from
 * where it was asked for (RFC 6749, section 4.1.3; RFC 7636, section 4.6).
 */
export const exchangeCode = async (c: AppContext, parameters: Parameters): Promise<TokenAnswer> => {
  const found = await findShown(c, parameters, {
    name: 'code',
    read: readGrantByCode,
    isUsed: ({ redeemed }) => redeemed,
  })
  // Only now: a code that comes back tells of a theft, whatever else is wrong with the request.
  const verifier = verifierIn(parameters)
  const redirectUri = required(parameters, 'redirect_uri')
  const { grant, application } = found
  const challenge = encodeBase64Url(new Uint8Array(await sha256(verifier)))
  if (
    c.var.now >= grant.codeExpiresAt ||
    redirectUri !== grant.redirectUri ||
    !application.details.redirectUris.includes(redirectUri) ||
    !(await sameSecret(challenge, grant.codeChallenge)) ||
    !isStillAllowed(found, c.var.now)
  )
    throw invalidGrant()
  const { scopes, nonce } = grant
  return exchange(c, found, { name: 'code', scopes, nonce, use: redeemCode, needsSession: true })
}

/** There is no plain, and there is no without (RFC 9700, section 2.1.1). */
const verifierIn = (parameters: Parameters): string => {
  const verifier = required(parameters, 'code_verifier')
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier))
    throw new OAuthError('invalid_request', 'code_verifier is not in shape.')
  return verifier
}

/** The application may have come to ask for more since the code was made. */
const isStillAllowed = (found: Found<AccessGrant>, now: number): boolean => {
  const { application, grant, groups, person, settings } = found
  if (!grant.session || !hasSession(found, settings, now)) return false
  const standing = standingOf(grant.session, groups, policyFor(settings, person, groups))
  return judge(application, standing, grant.createdAt).kind === 'allowed'
}
