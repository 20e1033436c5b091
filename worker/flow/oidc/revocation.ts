import { hashToken } from '../../crypto/token.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppContext } from '../../http/context.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import type { Parameters } from '../../http/urlencoded.ts'
import { endGrantBy, readGrant, readGrantByRefreshToken } from '../../store/access-grant.ts'
import { readOidcClient } from '../../store/oidc-client.ts'
import { readSigningKeys } from '../../store/signing-key.ts'
import { trip } from '../../store/trip.ts'
import { readAccessToken, whoseToken } from './access-token.ts'
import { credentialsOf, provedBy, requireClient, unbelieved } from './client.ts'
import { required } from './exchange.ts'

/**
 * RFC 7009: a client throws away what it has. Whichever token it shows, the whole grant ends. What is not
 * known needs no end.
 *
 * @throws OAuthError invalid_client; invalid_grant for what is another client's
 */
export const revoke = async (c: AppContext, parameters: Parameters): Promise<void> => {
  const db = c.env.DB
  const token = required(parameters, 'token')
  const credentials = await credentialsOf(c, parameters)
  const hash = await hashToken(token)
  const whose = hash ? null : whoseToken(token)
  const found = await trip(
    db,
    { client: readOidcClient(db, credentials, c.var.now) },
    hash && { grant: readGrantByRefreshToken(db, hash) },
    whose && { grant: readGrant(db, whose), keys: readSigningKeys(db, 'oidc', c.var.now) },
  )
  const client = await requireClient(c, credentials, found.client)
  const { grant, keys } = found
  if (!grant || (keys && !(await readAccessToken(c, keys, token)))) return
  if (grant.applicationId !== client.application.id)
    throw new OAuthError('invalid_grant', 'This is a token of another client.')
  const { proof, spent } = await provedBy(c, client)
  const entry = auditOf(c, { action: 'grant-ended', outcome: 'revoked', actorId: grant.userId })
  const { asserted } = await trip(db, spent, endGrantBy(db, grant.id, proof, entry, c.var.now))
  if (asserted === false) throw unbelieved()
}
