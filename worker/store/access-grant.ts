import type { Acr } from '../domain/application.ts'
import type { SessionRecord } from '../domain/session.ts'
import type { ApplicationRecord } from './application.ts'
import type { AuditEntry } from './audit.ts'
import { type ClientProof, clientStands } from './oidc-client.ts'
import { command, type Query, type Row, single, verdict } from './trip.ts'

/** What somebody let an OpenID Connect client have. Times are unix seconds. */
export type AccessGrant = {
  id: string
  applicationId: string
  userId: string
  /** Of the sign-in that it came from. */
  sid: string
  securityStamp: number
  scopes: string[]
  nonce: string | null
  amr: string[]
  acr: Acr
  authTime: number
  /** Whether a trusted browser spared the factor. */
  trusted: boolean
  /** Whether it outlives the session (OpenID Connect Core, section 11). */
  offline: boolean
  createdAt: number
  codeExpiresAt: number
  /** S256 (RFC 7636). */
  codeChallenge: string
  redirectUri: string
  redeemed: boolean
  ended: boolean
  /** The session that it came from, whether or not it has run out; null: it was ended. */
  session: GrantSession | null
}
export type GrantSession = Pick<
  SessionRecord,
  'authTime' | 'factorAt' | 'phishingResistantAt' | 'trusted' | 'createdAt' | 'lastSeenAt'
>

/** A code that is about to be handed out, and all that it will stand for. */
export type NewGrant = Pick<
  AccessGrant,
  | 'id'
  | 'userId'
  | 'sid'
  | 'securityStamp'
  | 'scopes'
  | 'nonce'
  | 'amr'
  | 'acr'
  | 'authTime'
  | 'trusted'
  | 'offline'
  | 'codeExpiresAt'
  | 'codeChallenge'
  | 'redirectUri'
> & {
  /** As it was when it was judged: after any change it must be judged anew. */
  application: Pick<ApplicationRecord, 'id' | 'version'>
  codeHash: ArrayBuffer
  /** The pushed request that it answers, which must still be there; spend it after this, in the same trip. */
  pushedHash: ArrayBuffer | null
  /** Whether it rests on what the person agreed to before. */
  consented: boolean
}

/** Somebody of whom an application's audience consists; both by the names of their columns. */
export const isInAudience = (userId: string) => `(application.audience = 'everyone' OR EXISTS (
  SELECT 1 FROM application_group JOIN group_member USING (group_id)
  WHERE application_group.application_id = application.id AND group_member.user_id = ${userId}))`

/**
 * Lets a client in. Whatever the decision rested on is asked again: the session is still there, the person
 * is the same and not disabled and among the audience, owes no new password, agrees still, and the
 * application as it was. False: it was not so.
 */
export const insertGrant = (db: D1Database, grant: NewGrant, now: number): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO access_grant (id, application_id, user_id, sid, security_stamp, scopes, nonce, amr,
           acr, auth_time, offline, created_at, code_hash, code_expires_at, code_challenge, redirect_uri,
           trusted)
         SELECT ?1, application.id, user.id, ?4, user.security_stamp, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
           ?14, ?15, ?16, ?20
         FROM application JOIN user ON user.id = ?3
         WHERE application.id = ?2 AND application.version = ?17 AND application.kind = 'oidc'
           AND application.disabled_at IS NULL AND ${isInAudience('user.id')}
           AND user.security_stamp = ?5 AND user.disabled_at IS NULL AND user.must_change_password = 0
           AND EXISTS (SELECT 1 FROM session WHERE sid = ?4 AND session.user_id = user.id
             AND session.security_stamp = user.security_stamp)
           AND (?18 IS NULL OR EXISTS (SELECT 1 FROM pushed_request
             WHERE token_hash = ?18 AND application_id = application.id AND expires_at > ?12))
           AND (?19 = 0 OR EXISTS (
             SELECT 1 FROM consent WHERE consent.user_id = user.id
               AND consent.application_id = application.id
               AND NOT EXISTS (SELECT 1 FROM json_each(?6) AS wanted
                 WHERE wanted.value NOT IN (SELECT value FROM json_each(consent.scopes)))))
         RETURNING id`,
      )
      .bind(
        grant.id,
        grant.application.id,
        grant.userId,
        grant.sid,
        grant.securityStamp,
        JSON.stringify(grant.scopes),
        grant.nonce,
        JSON.stringify(grant.amr),
        grant.acr,
        grant.authTime,
        grant.offline ? 1 : 0,
        now,
        grant.codeHash,
        grant.codeExpiresAt,
        grant.codeChallenge,
        grant.redirectUri,
        grant.application.version,
        grant.pushedHash,
        grant.consented ? 1 : 0,
        grant.trusted ? 1 : 0,
      ),
  )

const grantColumns = `access_grant.id, access_grant.application_id, access_grant.user_id,
  access_grant.sid, access_grant.security_stamp, access_grant.scopes, nonce, access_grant.amr, acr,
  access_grant.auth_time, access_grant.trusted, offline, access_grant.created_at, code_expires_at, code_challenge,
  redirect_uri, redeemed_by, ended_at,
  (SELECT json_object('authTime', auth_time, 'factorAt', factor_at,
     'phishingResistantAt', phishing_resistant_at, 'trusted', json(iif(trusted, 'true', 'false')),
     'createdAt', created_at, 'lastSeenAt', last_seen_at)
   FROM session WHERE session.sid = access_grant.sid AND session.user_id = access_grant.user_id
     AND session.security_stamp = access_grant.security_stamp) AS session`

const toGrant = (row: Row): AccessGrant => ({
  id: row['id'] as string,
  applicationId: row['application_id'] as string,
  userId: row['user_id'] as string,
  sid: row['sid'] as string,
  securityStamp: row['security_stamp'] as number,
  scopes: JSON.parse(row['scopes'] as string) as string[],
  nonce: row['nonce'] as string | null,
  amr: JSON.parse(row['amr'] as string) as string[],
  acr: row['acr'] as Acr,
  authTime: row['auth_time'] as number,
  trusted: row['trusted'] === 1,
  offline: row['offline'] === 1,
  createdAt: row['created_at'] as number,
  codeExpiresAt: row['code_expires_at'] as number,
  codeChallenge: row['code_challenge'] as string,
  redirectUri: row['redirect_uri'] as string,
  redeemed: row['redeemed_by'] !== null,
  ended: row['ended_at'] !== null,
  session: JSON.parse((row['session'] as string | null) ?? 'null') as GrantSession | null,
})

export const readGrantByCode = (db: D1Database, hash: ArrayBuffer): Query<AccessGrant | null> =>
  single(
    db.prepare(`SELECT ${grantColumns} FROM access_grant WHERE code_hash = ?1`).bind(hash),
    toGrant,
  )

export const readGrantByRefreshToken = (
  db: D1Database,
  hash: ArrayBuffer,
): Query<(AccessGrant & { token: { used: boolean; expiresAt: number } }) | null> =>
  single(
    db
      .prepare(
        `SELECT ${grantColumns}, used_by, expires_at
         FROM refresh_token JOIN access_grant ON access_grant.id = grant_id WHERE token_hash = ?1`,
      )
      .bind(hash),
    (row) => ({
      ...toGrant(row),
      token: { used: row['used_by'] !== null, expiresAt: row['expires_at'] as number },
    }),
  )

/** That of this very person. */
export const readGrant = (
  db: D1Database,
  { id, userId }: { id: string; userId: string },
): Query<AccessGrant | null> =>
  single(
    db
      .prepare(`SELECT ${grantColumns} FROM access_grant WHERE id = ?1 AND user_id = ?2`)
      .bind(id, userId),
    toGrant,
  )

/**
 * Its client wants no more of it: its refresh tokens are dead, and no access token of it is believed here any
 * more. The client is asked for again, and the log has it once.
 */
export const endGrantBy = (
  db: D1Database,
  grantId: string,
  proof: ClientProof,
  entry: AuditEntry,
  now: number,
) => {
  const isTheirs = `access_grant.id = ?1 AND ended_at IS NULL
    AND application_id = ?2 ->> 'applicationId' AND ${clientStands({ proof: '?2', now: '?3' })}`
  const values = [grantId, JSON.stringify(proof), now]
  const { eventId, action, outcome, network, browser } = entry
  return {
    endNoted: command(
      db
        .prepare(
          `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
           SELECT ?3, ?4, ?5, ?6 || '@' || application_id, user_id, user_id, ?7, ?8
           FROM access_grant WHERE ${isTheirs}`,
        )
        .bind(...values, eventId, action, outcome, network, browser),
    ),
    ended: verdict(
      db
        .prepare(`UPDATE access_grant SET ended_at = ?3 WHERE ${isTheirs} RETURNING id`)
        .bind(...values),
    ),
  }
}

/** All that a person let an application have; false: nothing. */
export const endGrantsOf = (
  db: D1Database,
  { userId, applicationId }: { userId: string; applicationId: string },
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE access_grant SET ended_at = ?3
         WHERE user_id = ?1 AND application_id = ?2 AND ended_at IS NULL RETURNING id`,
      )
      .bind(userId, applicationId, now),
  )
