import { isStillAsked } from '../domain/application.ts'
import { policyFor } from '../domain/policy.ts'
import type { AppContext } from '../http/context.ts'
import { OAuthError } from '../http/oauth-error.ts'
import type { Parameters } from '../http/urlencoded.ts'
import { readGrantByRefreshToken } from '../store/access-grant.ts'
import { useRefreshToken } from '../store/refresh-token.ts'
import { exchange, findShown, hasSession, invalidGrant } from './exchange.ts'
import type { TokenAnswer } from '../../schema/api/oidc.ts'

/**
 * `grant_type=refresh_token`: each once, for the next (RFC 6749, section 6; RFC 9700, section 4.14.2). An
 * application that hands out none any more takes none either.
 */
export const refresh = async (c: AppContext, parameters: Parameters): Promise<TokenAnswer> => {
  const found = await findShown(c, parameters, {
    name: 'refresh_token',
    read: readGrantByRefreshToken,
    isUsed: ({ token }) => token.used,
  })
  const { application, grant, settings, person, groups } = found
  const needsSession = !grant.offline
  if (
    c.var.now >= grant.token.expiresAt ||
    !application.details.refreshTokens ||
    !isStillAsked(grant, policyFor(settings, person, groups)) ||
    (needsSession && !hasSession(found, settings, c.var.now))
  )
    throw invalidGrant()
  const scopes = narrowed(grant.scopes, parameters.get('scope'))
  return exchange(c, found, {
    name: 'refresh_token',
    scopes,
    nonce: null,
    use: useRefreshToken,
    needsSession,
  })
}

/** The same, or less: for these tokens, not for those after them. */
const narrowed = (granted: readonly string[], asked: string | undefined): readonly string[] => {
  if (asked === undefined) return granted
  const wanted = asked.split(' ').filter(Boolean)
  if (wanted.some((scope) => !granted.includes(scope)))
    throw new OAuthError('invalid_scope', 'More is asked for than was granted.')
  return granted.filter((scope) => wanted.includes(scope))
}
