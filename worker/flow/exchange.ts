import { everyoneGroupId, type Settings } from '../../schema/policy.ts'
import { hashToken } from '../crypto/token.ts'
import { isEnough, isInAudience } from '../domain/application.ts'
import { policyFor, type PolicyGroup } from '../domain/policy.ts'
import { isLive } from '../domain/session.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { OAuthError } from '../http/oauth-error.ts'
import type { Parameters } from '../http/urlencoded.ts'
import type { AccessGrant } from '../store/access-grant.ts'
import { listCallerGroups } from '../store/group.ts'
import { type Identity, readIdentityBy } from '../store/identity.ts'
import { type OidcApplication, readOidcClient } from '../store/oidc-client.ts'
import { endReusedGrant, insertRefreshToken, type Redemption } from '../store/refresh-token.ts'
import { readSettings } from '../store/setting.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { type Query, trip } from '../store/trip.ts'
import { credentialsOf, type Proved, provedBy, requireClient } from './client.ts'
import type { TokenAnswer } from '../../schema/api/oidc.ts'
import { type Ground, makeTokens, nextToken } from './token.ts'

/** What a client shows to get tokens: a code, or a refresh token. */
export type Shown<G extends AccessGrant> = {
  name: 'code' | 'refresh_token'
  read: (db: D1Database, hash: ArrayBuffer) => Query<G | null>
  /** Whether it was used before. */
  isUsed: (grant: G) => boolean
}

/** What was found by it, and the client that may have something of it. */
export type Found<G extends AccessGrant> = Ground & {
  grant: G
  settings: Settings
  hash: ArrayBuffer
  proved: Proved
}

/** One word for all that is wrong with what was shown (RFC 6749, section 5.2). */
export const invalidGrant = () =>
  new OAuthError('invalid_grant', 'What was shown is not valid, or not any more.')

/** @throws OAuthError invalid_request */
export const required = (parameters: Parameters, name: string): string => {
  const value = parameters.get(name)
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing.`)
  return value
}

/**
 * All that the decision needs, in one trip. What was used before ends its grant whoever shows it, for two
 * hold it now; that costs a trip of its own.
 *
 * @throws OAuthError invalid_client or invalid_grant
 */
export const findShown = async <G extends AccessGrant>(
  c: AppContext,
  parameters: Parameters,
  { name, read, isUsed }: Shown<G>,
): Promise<Found<G>> => {
  const db = c.env.DB
  const hash = await hashToken(required(parameters, name))
  const credentials = await credentialsOf(c, parameters)
  const { client, settings, keys, grant, person, groups } = await trip(
    db,
    {
      client: readOidcClient(db, credentials, c.var.now),
      settings: readSettings(db),
      keys: readSigningKeys(db, 'oidc', c.var.now),
    },
    hash && {
      grant: read(db, hash),
      person: readIdentityBy(db, hash),
      groups: listCallerGroups(db, hash),
    },
  )
  if (hash && grant && isUsed(grant))
    await trip(db, endReused(c, { grantId: grant.id, hash }, name))
  const proven = await requireClient(c, credentials, client)
  if (!hash || !grant || !person || !groups) throw invalidGrant()
  const { application } = proven
  const ground = { application, grant, person, groups, keys, settings, hash }
  if (isUsed(grant) || !stands(ground)) throw invalidGrant()
  return { ...ground, proved: await provedBy(c, proven) }
}

type Standing = {
  application: OidcApplication
  grant: AccessGrant
  person: Identity
  groups: readonly PolicyGroup[]
}

/** Whether it is that client's, and its person still who let it in, and still may. */
export const stands = ({ application, grant, person, groups }: Standing): boolean =>
  grant.applicationId === application.id &&
  !grant.ended &&
  !person.disabled &&
  !person.mustChangePassword &&
  person.securityStamp === grant.securityStamp &&
  isEnough(grant, application) &&
  isInAudience(
    application,
    groups.map(({ id }) => id).filter((id) => id !== everyoneGroupId),
  )

/** Whether the session is still there that a grant came from, and has not run out. */
export const hasSession = (
  { grant, person, groups }: Standing,
  settings: Settings,
  now: number,
): boolean =>
  grant.session !== null && isLive(grant.session, policyFor(settings, person, groups), now)

const endReused = (
  c: AppContext,
  shown: { grantId: string; hash: ArrayBuffer },
  name: Shown<AccessGrant>['name'],
) => {
  const entry = auditOf(c, { action: 'grant-ended', outcome: reuse[name], actorId: null })
  return endReusedGrant(c.env.DB, shown, entry, c.var.now)
}
const reuse = { code: 'code-reused', refresh_token: 'refresh-token-reused' } as const

/**
 * Signs what the client gets, and then writes whose turn it was: the batch asks again for all that the
 * decision rested on, and ends the grant where somebody else was quicker.
 *
 * @throws OAuthError invalid_grant
 */
export const exchange = async <G extends AccessGrant>(
  c: AppContext,
  found: Found<G>,
  { name, scopes, nonce, use, needsSession }: Exchange,
): Promise<TokenAnswer> => {
  const { DB: db } = c.env
  const { now } = c.var
  const { grant, hash, proved } = found
  const next = await nextToken(found, now)
  const answer = await makeTokens(c, found, { scopes, nonce, next })
  const redemption: Redemption = { grantId: grant.id, hash, proof: proved.proof, needsSession }
  const { won } = await trip(
    db,
    proved.spent,
    { won: use(db, redemption, now) },
    next && {
      next: insertRefreshToken(
        db,
        { hash: next.token.hash, expiresAt: next.expiresAt },
        redemption,
      ),
    },
    endReused(c, redemption, name),
  )
  if (!won) throw invalidGrant()
  return answer
}
type Exchange = {
  name: Shown<AccessGrant>['name']
  scopes: readonly string[]
  nonce: string | null
  /** True for the one request that uses it. */
  use: (db: D1Database, redemption: Redemption, now: number) => Query<boolean>
  needsSession: boolean
}
