import { newToken } from '../crypto/token.ts'
import { acrOf, type Standing } from '../domain/application.ts'
import { codeSeconds } from '../domain/grant.ts'
import type { AuthorizationRequest } from '../domain/oidc-request.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { SignedIn } from '../http/guard.ts'
import { insertGrant } from '../store/access-grant.ts'
import { auditIf } from '../store/audit.ts'
import { readConsent, saveConsent } from '../store/consent.ts'
import { spendPushedRequest } from '../store/pushed-request.ts'
import { trip } from '../store/trip.ts'
import type { OidcApplication } from '../store/oidc-client.ts'
import { returnTo } from './oidc-return.ts'

/** What a client asks for, with the client, and the hash that names what it pushed beforehand. */
export type ClientRequest = AuthorizationRequest & {
  client: OidcApplication
  pushed: ArrayBuffer | null
}

/** A third party's offline access is asked for each time: it is used while nobody looks. */
export const missingConsent = async (
  c: AppContext,
  { client, prompts, scopes }: ClientRequest,
  { user }: SignedIn,
): Promise<readonly string[]> => {
  if (prompts.includes('consent')) return scopes
  if (client.details.firstParty) return []
  if (scopes.includes('offline_access')) return scopes
  const { given } = await trip(c.env.DB, {
    given: readConsent(c.env.DB, { userId: user.id, applicationId: client.id }),
  })
  return scopes.every((scope) => given?.includes(scope)) ? [] : scopes
}

type Entering = { caller: SignedIn; standing: Standing; agreed: readonly string[] }

/** Makes the code, and keeps what it stands for. */
export const enter = async (
  c: AppContext,
  request: ClientRequest,
  { caller, standing, agreed }: Entering,
): Promise<string | null> => {
  const { client, scopes, nonce, codeChallenge, redirectUri, pushed } = request
  const { user, session } = caller
  const { DB: db } = c.env
  const { now } = c.var
  const [id, code] = [crypto.randomUUID(), await newToken()]
  const { firstParty } = client.details
  const grant = {
    id,
    application: client,
    userId: user.id,
    sid: session.sid,
    securityStamp: user.securityStamp,
    amr: session.amr,
    acr: acrOf(standing),
    authTime: session.authTime,
    trusted: standing.trusted,
    scopes,
    nonce,
    codeChallenge,
    redirectUri,
    pushedHash: pushed,
    codeHash: code.hash,
    codeExpiresAt: now + codeSeconds,
    offline: scopes.includes('offline_access'),
    consented: !firstParty && agreed.length === 0,
  }
  const line = (action: 'application-entered' | 'consent-given') => {
    const happening = { action, outcome: `oidc@${client.id}`, actorId: user.id }
    return auditIf(db, auditOf(c, happening), { when: 'grant-exists', id }, now)
  }
  const key = { userId: user.id, applicationId: client.id }
  const keeps = agreed.length > 0 && !firstParty
  const written = await trip(db, {
    entered: insertGrant(db, grant, now),
    spent: pushed && spendPushedRequest(db, pushed, id),
    agreed: keeps ? saveConsent(db, key, { scopes: agreed, grantId: id }, now) : null,
    agreedAudit: agreed.length > 0 ? line('consent-given') : null,
    audit: line('application-entered'),
  })
  return written.entered ? returnTo(c, request, { code: code.text }) : null
}
