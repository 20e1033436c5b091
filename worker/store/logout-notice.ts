import * as v from 'valibot'
import { OidcDetails } from '../../schema/api/application.ts'
import { defaultSettings } from '../../schema/policy.ts'
import { command, many, type Query, type Row } from './trip.ts'

/** A client to be told that somebody's sign-in is over. */
export type LogoutNotice = {
  id: string
  applicationId: string
  userId: string
  sid: string
  /** Where, and signed with what. */
  uri: string
  algorithm: OidcDetails['idTokenAlgorithm']
}

const toNotice = (row: Row): LogoutNotice => {
  const details = v.parse(OidcDetails, JSON.parse(row['details'] as string))
  return {
    id: row['id'] as string,
    applicationId: row['application_id'] as string,
    userId: row['user_id'] as string,
    sid: row['sid'] as string,
    uri: details.backchannelLogoutUri,
    algorithm: details.idTokenAlgorithm,
  }
}

const noticeColumns = `id, application_id, user_id, sid,
  (SELECT details FROM application WHERE application.id = application_id) AS details`

const minutesOf = (name: string, fallback: number) =>
  `coalesce((SELECT value FROM setting WHERE name = '${name}'), ${fallback})`

/** By the same limits as `isLive` (domain/session.ts). */
const isOver = `NOT EXISTS (
  SELECT 1 FROM session JOIN user ON user.id = session.user_id
  WHERE session.sid = access_grant.sid AND session.user_id = access_grant.user_id
    AND session.security_stamp = user.security_stamp AND user.disabled_at IS NULL
    AND last_seen_at > ?1 - 60 * ${minutesOf('session.idle_minutes', defaultSettings['session.idle_minutes'])}
    AND session.created_at > ?1 - 3600 * ${minutesOf('session.max_hours', defaultSettings['session.max_hours'])})`

/** Of which sign-ins; the key is what each asks for. */
const conditions = {
  /** Anybody's that is over by now. */
  anybody: `?2 IS NULL AND ${isOver}`,
  /** This person's that are over: after what ended them, in the same batch. */
  person: `access_grant.user_id = ?2 AND ${isOver}`,
  /** All of a person who is about to be deleted. */
  leaving: `access_grant.user_id = ?2`,
  /** One person's at one application, a list of both ids in JSON: it is about to be shut out. */
  withdrawn: `access_grant.user_id = ?2 ->> 0 AND access_grant.application_id = ?2 ->> 1`,
  /** That of the session of this token, which is about to be deleted. */
  token: `(access_grant.user_id, access_grant.sid) = (
    SELECT user_id, sid FROM session WHERE token_hash = ?2)`,
}
export type OfWhom =
  | { of: 'anybody'; key: null }
  | { of: 'person' | 'leaving' | 'withdrawn'; key: string }
  | { of: 'token'; key: ArrayBuffer }

/**
 * Notes whom to tell of sign-ins that are over: clients that redeemed a code of them and want to know. Each
 * is noted once, and whoever notes it delivers it: it is due to others only at `notBefore`.
 */
export const collectLogouts = (
  db: D1Database,
  { of, key }: OfWhom,
  { now, notBefore }: { now: number; notBefore: number },
): { collected: Query<LogoutNotice[]>; counted: Query<null> } => ({
  collected: many(
    db
      .prepare(
        `INSERT INTO logout_notice (id, application_id, user_id, sid, created_at, not_before)
         SELECT lower(hex(randomblob(16))), application.id, access_grant.user_id, access_grant.sid,
           ?1, ?3
         FROM access_grant JOIN application ON application.id = application_id
         WHERE notified_at IS NULL AND redeemed_by IS NOT NULL AND application.disabled_at IS NULL
           AND json_extract(details, '$.backchannelLogoutUri') <> '' AND ${conditions[of]}
         GROUP BY application.id, access_grant.user_id, access_grant.sid
         RETURNING ${noticeColumns}`,
      )
      .bind(now, key, notBefore),
    toNotice,
  ),
  counted: command(
    db
      .prepare(
        `UPDATE access_grant SET notified_at = ?1 WHERE notified_at IS NULL AND ${conditions[of]}`,
      )
      .bind(now, key),
  ),
})

/**
 * What is due, not due to anybody else for a while: after each attempt for four times as long, at most six
 * hours.
 */
export const claimLogoutNotices = (
  db: D1Database,
  now: number,
  most: number,
): Query<LogoutNotice[]> =>
  many(
    db
      .prepare(
        `UPDATE logout_notice SET attempts = attempts + 1,
           not_before = ?1 + min(21600, 60 * (1 << min(20, 2 * attempts)))
         WHERE id IN (SELECT id FROM logout_notice WHERE not_before <= ?1
           ORDER BY not_before LIMIT ?2)
         RETURNING ${noticeColumns}`,
      )
      .bind(now, most),
    toNotice,
  )

/** They were delivered. */
export const deleteLogoutNotices = (db: D1Database, ids: readonly string[]): Query<null> =>
  command(
    db
      .prepare(`DELETE FROM logout_notice WHERE id IN (SELECT value FROM json_each(?1))`)
      .bind(JSON.stringify(ids)),
  )

/** Nobody took them in for so long. */
export const giveUpLogoutNotices = (db: D1Database, before: number): Query<null> =>
  command(db.prepare(`DELETE FROM logout_notice WHERE created_at <= ?1`).bind(before))
