import { defaultSettings } from '../../schema/policy.ts'
import type { SessionRecord } from '../domain/session.ts'
import { type ApplicationRecord, applicationColumns, toApplication } from './application.ts'
import { toSession } from './session.ts'
import { command, type Query, type Row, single, verdict } from './trip.ts'
import { toUser, type UserRecord } from './user.ts'

export type SiteRecord = Extract<ApplicationRecord, { kind: 'site' }>

/** The site at that origin, if it is in use. */
export const readSite = (db: D1Database, origin: string): Query<SiteRecord | null> =>
  single(
    db
      .prepare(
        `SELECT ${applicationColumns} FROM application
         WHERE id = (SELECT application_id FROM site_origin WHERE origin = ?1)
           AND kind = 'site' AND disabled_at IS NULL`,
      )
      .bind(origin),
    toSite,
  )

const toSite = (row: Row): SiteRecord => {
  const site = toApplication(row)
  if (site.kind !== 'site') throw new TypeError('An application at an origin is no site.')
  return site
}

/** Somebody in a browser at a site. */
export type SiteVisitor = {
  user: UserRecord & { email: string }
  /** The sign-in at our own door that all rests on. */
  session: SessionRecord
}

/** What must hold of the sign-in that a row `site_session` rests on, joined as `session` and `user`. */
const restsOn = `session.sid = site_session.sid AND session.user_id = site_session.user_id
  AND session.security_stamp = user.security_stamp AND user.disabled_at IS NULL
  AND user.must_change_password = 0`

/** Whose token that is at that origin, while the sign-in counts. How old it may be is the policy's to say. */
export const readSiteVisitor = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  origin: string,
): Query<SiteVisitor | null> =>
  single(
    db
      .prepare(
        `SELECT user.id AS user_id, username, display_name, email, role, mfa_required, may_trust,
           trust_override, must_change_password, user.security_stamp, disabled_at,
           session.id, session.sid, amr, auth_time, factor_at, phishing_resistant_at, trusted,
           session.created_at, last_seen_at
         FROM site_session JOIN user ON user.id = site_session.user_id
           JOIN session ON ${restsOn}
         WHERE site_session.token_hash = ?1 AND origin = ?2
           AND application_id = (SELECT application_id FROM site_origin WHERE origin = ?2)
         ORDER BY session.created_at DESC LIMIT 1`,
      )
      .bind(tokenHash, origin),
    (row) => ({
      user: { ...toUser({ ...row, id: row['user_id'] }), email: row['email'] as string },
      session: toSession(row),
    }),
  )

/** As `touchSession`, for the sign-in that this token rests on. */
export const touchSiteVisitor = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE session SET last_seen_at = ?2
         WHERE sid = (SELECT sid FROM site_session WHERE token_hash = ?1)
           AND last_seen_at <= ?2 - 60 AND last_seen_at > ?2 - 60 * coalesce(
             (SELECT value FROM setting WHERE name = 'session.idle_minutes'), ?3)`,
      )
      .bind(tokenHash, now, defaultSettings['session.idle_minutes']),
  )

export type NewSiteSession = {
  id: string
  applicationId: string
  /** Of the application as it was judged. */
  version: number
  userId: string
  /** Of the session that was judged; who ended it meanwhile is not let in. */
  sessionId: string
  origin: string
  codeHash: ArrayBuffer
  codeExpiresAt: number
  stateHash: ArrayBuffer
  returnPath: string
}

/** Lets somebody in, if all that the decision rested on still holds. */
export const insertSiteSession = (
  db: D1Database,
  made: NewSiteSession,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO site_session (id, application_id, user_id, sid, origin, created_at, code_hash,
           code_expires_at, state_hash, return_path)
         SELECT ?1, application.id, user.id, session.sid, ?6, ?11, ?7, ?8, ?9, ?10
         FROM session JOIN user ON user.id = session.user_id
           JOIN site_origin ON site_origin.origin = ?6
           JOIN application ON application.id = site_origin.application_id
         WHERE session.id = ?5 AND user.id = ?4 AND session.security_stamp = user.security_stamp
           AND user.disabled_at IS NULL AND user.must_change_password = 0
           AND application.id = ?2 AND application.version = ?3
           AND application.disabled_at IS NULL
           AND (audience = 'everyone' OR EXISTS (
             SELECT 1 FROM application_group JOIN group_member USING (group_id)
             WHERE application_id = application.id AND group_member.user_id = user.id))
         RETURNING id`,
      )
      .bind(
        made.id,
        made.applicationId,
        made.version,
        made.userId,
        made.sessionId,
        made.origin,
        made.codeHash,
        made.codeExpiresAt,
        made.stateHash,
        made.returnPath,
        now,
      ),
  )

export type SiteCode = {
  codeHash: ArrayBuffer
  stateHash: ArrayBuffer
  origin: string
  /** Of the cookie that it becomes. */
  tokenHash: ArrayBuffer
}

/**
 * Turns a code into a session at the site, once: by the browser that asked for it, at the origin that it
 * was made for, while the sign-in counts and the site is in use. Answers with the way back.
 */
export const redeemSiteCode = (
  db: D1Database,
  { codeHash, stateHash, origin, tokenHash }: SiteCode,
  now: number,
): Query<string | null> =>
  single(
    db
      .prepare(
        `UPDATE site_session SET token_hash = ?4
         WHERE code_hash = ?1 AND state_hash = ?2 AND origin = ?3 AND token_hash IS NULL
           AND code_expires_at > ?5
           AND EXISTS (SELECT 1 FROM session JOIN user ON user.id = session.user_id
             WHERE ${restsOn})
           AND EXISTS (SELECT 1 FROM application JOIN site_origin
             ON site_origin.application_id = application.id
             WHERE site_origin.origin = ?3 AND application.id = site_session.application_id
               AND application.disabled_at IS NULL)
         RETURNING return_path`,
      )
      .bind(codeHash, stateHash, origin, tokenHash, now),
    (row) => row['return_path'] as string,
  )

/** After `redeemSiteCode`: who came with the code and may not use it was not meant to; nobody uses it any more. */
export const voidSiteCode = (db: D1Database, codeHash: ArrayBuffer): Query<null> =>
  command(
    db
      .prepare(`DELETE FROM site_session WHERE code_hash = ?1 AND token_hash IS NULL`)
      .bind(codeHash),
  )

/** Whoever enters anew with a former cookie has no more use for it, once the new one is there. */
export const replaceSiteSession = (
  db: D1Database,
  formerHash: ArrayBuffer,
  tokenHash: ArrayBuffer,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM site_session WHERE token_hash = ?1
           AND EXISTS (SELECT 1 FROM site_session AS made WHERE made.token_hash = ?2
             AND made.origin = site_session.origin)`,
      )
      .bind(formerHash, tokenHash),
  )

/** Signing out at a site; whose session it was. */
export const deleteSiteSession = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  origin: string,
): Query<{ userId: string; applicationId: string } | null> =>
  single(
    db
      .prepare(
        `DELETE FROM site_session WHERE token_hash = ?1 AND origin = ?2
         RETURNING user_id, application_id`,
      )
      .bind(tokenHash, origin),
    (row) => ({
      userId: row['user_id'] as string,
      applicationId: row['application_id'] as string,
    }),
  )
