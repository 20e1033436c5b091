import type { Userinfo } from '../../../schema/api/oidc.ts'
import { personClaims } from '../../domain/claim.ts'
import type { AppContext } from '../../http/context.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import { readGrant } from '../../store/access-grant.ts'
import { listGroupsOf } from '../../store/group.ts'
import { readIdentity } from '../../store/identity.ts'
import { readOidcClientOf } from '../../store/oidc-client.ts'
import { readSettings } from '../../store/setting.ts'
import { readSigningKeys } from '../../store/signing-key.ts'
import { trip } from '../../store/trip.ts'
import { readAccessToken, type Whose, whoseToken } from './access-token.ts'
import { hasSession, stands } from './exchange.ts'

/** RFC 6750, section 3: what a client does about it is to get another. */
const invalidToken = () => new OAuthError('invalid_token', 'The access token is not valid.')

/** RFC 6750, section 3.1: who shows nothing is told how, and nothing else. */
const missing = () =>
  new OAuthError('invalid_token', 'An access token is needed.', {
    'www-authenticate': 'Bearer realm="Latchkey"',
  })

/**
 * Who it is, as they are today (OpenID Connect Core, section 5.3). The token's signature says whose it is;
 * whether that still holds, the database.
 *
 * @throws OAuthError invalid_token or insufficient_scope
 */
export const userinfo = async (c: AppContext): Promise<Userinfo> => {
  const token = bearerOf(c.req.header('authorization'))
  const whose = whoseToken(token)
  if (!whose) throw invalidToken()
  const { keys, settings, grant, person, groups, application } = await read(c, whose)
  const claims = await readAccessToken(c, keys, token)
  if (!claims || !grant || !person || !application) throw invalidToken()
  const standing = { application, grant, person, groups }
  const isHere = grant.offline || hasSession(standing, settings, c.var.now)
  if (claims.clientId !== application.id || !stands(standing) || !isHere) throw invalidToken()
  if (!claims.scopes.includes('openid'))
    throw new OAuthError('insufficient_scope', 'The access token is not for this.')
  return { sub: person.id, ...personClaims(person, groups, claims.scopes) }
}

const read = (c: AppContext, { id, userId }: Whose) => {
  const db = c.env.DB
  return trip(db, {
    keys: readSigningKeys(db, 'oidc', c.var.now),
    settings: readSettings(db),
    grant: readGrant(db, { id, userId }),
    application: readOidcClientOf(db, id),
    person: readIdentity(db, userId),
    groups: listGroupsOf(db, userId),
  })
}

const bearerOf = (header: string | undefined): string => {
  if (header === undefined) throw missing()
  const [, token] = /^bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(header) ?? []
  if (token === undefined) throw invalidToken()
  return token
}
