import type { TokenAnswer } from '../../../schema/api/oidc.ts'
import { encodeBase64Url } from '../../crypto/keyring.ts'
import { newToken, sha256, type Token } from '../../crypto/token.ts'
import { accessTokenClaims, idTokenClaims, personClaims } from '../../domain/claim.ts'
import { refreshTokenEnds, tokenSeconds } from '../../domain/grant.ts'
import type { PolicyGroup } from '../../domain/policy.ts'
import type { AppContext } from '../../http/context.ts'
import type { AccessGrant } from '../../store/access-grant.ts'
import type { Identity } from '../../store/identity.ts'
import type { OidcApplication } from '../../store/oidc-client.ts'
import type { SigningKeyRecord } from '../../store/signing-key.ts'
import { sign } from '../signing-key.ts'

/** What tokens are made of. */
export type Ground = {
  application: OidcApplication
  grant: AccessGrant
  person: Identity
  groups: readonly PolicyGroup[]
  keys: readonly SigningKeyRecord[]
}

/** The next refresh token, with the moment that it runs out. */
export type Next = { token: Token; expiresAt: number }

/** Null: none is due. */
export const nextToken = async (
  { application, grant }: Pick<Ground, 'application' | 'grant'>,
  now: number,
): Promise<Next | null> => {
  const expiresAt = refreshTokenEnds(grant, now)
  const isDue = grant.offline && application.details.refreshTokens && expiresAt > now
  return isDue ? { token: await newToken(), expiresAt } : null
}

/**
 * Signs what a client gets. Nothing of it counts before it has left the house: whoever calls this writes
 * first whose turn it was.
 *
 * @param nonce of the request that asked for the code; null where the client refreshes
 */
export const makeTokens = async (
  c: AppContext,
  ground: Ground,
  { scopes, nonce, next }: { scopes: readonly string[]; nonce: string | null; next: Next | null },
): Promise<TokenAnswer> => {
  const accessToken = await signAccessToken(c, ground, scopes)
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: tokenSeconds,
    scope: scopes.join(' '),
    ...(scopes.includes('openid') && {
      id_token: await signIdToken(c, ground, { scopes, nonce, accessToken }),
    }),
    ...(next && { refresh_token: next.token.text }),
  }
}

/** With ES256 whatever the client reads in ID tokens: an access token is for ourselves, and for APIs. */
const signAccessToken = (
  c: AppContext,
  { application, grant, keys }: Ground,
  scopes: readonly string[],
) => {
  const { audienceUri } = application.details
  const about = { jti: crypto.randomUUID(), scopes, audienceUri }
  const claims = accessTokenClaims(c.var.config.origin, grant, about, c.var.now)
  return sign(c, keys, { purpose: 'oidc', algorithm: 'ES256', typ: 'at+jwt', claims })
}

const signIdToken = async (
  c: AppContext,
  { application, grant, person, groups, keys }: Ground,
  about: { scopes: readonly string[]; nonce: string | null; accessToken: string },
) => {
  const claims = idTokenClaims(
    c.var.config.origin,
    grant,
    {
      nonce: about.nonce,
      atHash: await halfHash(about.accessToken),
      person: personClaims(person, groups, about.scopes),
    },
    c.var.now,
  )
  const algorithm = application.details.idTokenAlgorithm
  return sign(c, keys, { purpose: 'oidc', algorithm, typ: 'JWT', claims })
}

/** OpenID Connect Core, section 3.1.3.6: of both our algorithms the hash is SHA-256. */
const halfHash = async (text: string): Promise<string> =>
  encodeBase64Url(new Uint8Array(await sha256(text)).subarray(0, 16))
