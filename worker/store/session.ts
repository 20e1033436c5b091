import { defaultSettings } from '../../schema/policy.ts'
import type { Method } from '../../schema/api/factor.ts'
import type { SessionRecord } from '../domain/session.ts'
import { command, many, type Query, type Row, single, verdict } from './trip.ts'
import { type ProgramGrounds, programHolds } from './validation.ts'

export const toSession = (row: Row): SessionRecord => ({
  id: row['id'] as string,
  sid: row['sid'] as string,
  amr: JSON.parse(row['amr'] as string) as string[],
  authTime: row['auth_time'] as number,
  factorAt: row['factor_at'] as number | null,
  phishingResistantAt: row['phishing_resistant_at'] as number | null,
  trusted: row['trusted'] === 1,
  createdAt: row['created_at'] as number,
  lastSeenAt: row['last_seen_at'] as number,
})

/** The session of that token, if its user is still allowed in under the stamp it was made with. */
export const readSession = (db: D1Database, tokenHash: ArrayBuffer): Query<SessionRecord | null> =>
  single(
    db
      .prepare(
        `SELECT session.id, sid, amr, auth_time, factor_at, phishing_resistant_at, trusted,
           session.created_at, last_seen_at
         FROM session JOIN user ON user.id = session.user_id
         WHERE token_hash = ?1 AND session.security_stamp = user.security_stamp
           AND user.disabled_at IS NULL`,
      )
      .bind(tokenHash),
    toSession,
  )

/**
 * Notes that the session is in use, at most once a minute: a write each time would be the cost of the
 * whole check. A session that has run out is not brought back: the limit is looked up here as well.
 */
export const touchSession = (db: D1Database, tokenHash: ArrayBuffer, now: number): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE session SET last_seen_at = ?2
         WHERE token_hash = ?1 AND last_seen_at <= ?2 - 60 AND last_seen_at > ?2 - 60 * coalesce(
           (SELECT value FROM setting WHERE name = 'session.idle_minutes'), ?3)`,
      )
      .bind(tokenHash, now, defaultSettings['session.idle_minutes']),
  )

/** What must have happened in the same batch for a session to begin. Each that is given must hold. */
export type SessionGrounds = {
  /** A single-use thing, spent by this event. */
  spent: { subject: string; eventId: string } | null
  /** The kind of factor that it proved: groups may have taken the kind away. */
  method: Method | 'ticket' | null
  /** The new token of a trusted browser whose former one was accepted. */
  trustHash: ArrayBuffer | null
  /** The pending login that this finishes. */
  pendingId: string | null
  /** The session that this one takes over from: whoever ended it meanwhile has ended this one too. */
  formerId: string | null
  /** A first code: only that person's first factor may rest on a session that has proved none lately. */
  enrolling: { factorId: string; provedSince: number } | null
  /** The program that asks for this person, where they are not at our own door. */
  program?: ProgramGrounds | null
}

export type NewSession = SessionRecord & {
  tokenHash: ArrayBuffer
  userId: string
  securityStamp: number
  browser: string
  place: string
}

/**
 * Begins a session. Every condition that the decision rested on is asked again as it is written: the
 * person is the same, not disabled, and what proved them was spent by this event and no other. On a
 * password alone, nothing may have begun to ask for more; who steps up within a session may still owe a
 * factor, and goes on to enroll it.
 */
export const insertSession = (
  db: D1Database,
  session: NewSession,
  { spent, method, trustHash, pendingId, formerId, enrolling, program }: SessionGrounds,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO session (id, token_hash, user_id, security_stamp, amr, auth_time, factor_at,
           created_at, last_seen_at, browser, place, sid, trusted, phishing_resistant_at)
         SELECT ?1, ?2, id, security_stamp, ?5, ?6, ?7, ?15, ?6, ?8, ?9, ?19, ?20, ?21 FROM user
         WHERE id = ?3 AND security_stamp = ?4 AND disabled_at IS NULL
           AND (?10 IS NULL
             OR EXISTS (SELECT 1 FROM single_use WHERE subject = ?10 AND event_id = ?11))
           AND (?12 IS NULL OR EXISTS (SELECT 1 FROM trust_token WHERE token_hash = ?12))
           AND (?13 IS NULL
             OR EXISTS (SELECT 1 FROM pending_login WHERE id = ?13 AND expires_at > ?6))
           AND (?14 IS NULL OR EXISTS (SELECT 1 FROM session WHERE id = ?14))
           AND (?16 IS NULL
             OR NOT EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)
             OR (EXISTS (SELECT 1 FROM pending_login WHERE id = ?13 AND proved = 1)
               AND NOT EXISTS (SELECT 1 FROM accepted_factor
                 WHERE accepted_factor.user_id = user.id))
             OR EXISTS (SELECT 1 FROM session WHERE id = ?14 AND factor_at > ?17))
           AND (?16 IS NULL
             OR EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)
             OR (SELECT required FROM user_policy WHERE user_policy.user_id = user.id) = 0
             OR (NOT EXISTS (SELECT 1 FROM waiting_key WHERE waiting_key.user_id = user.id)
               AND (EXISTS (SELECT 1 FROM pending_login WHERE id = ?13 AND ticketed = 1)
                 OR coalesce((SELECT value FROM setting WHERE name = 'enrollment.at_login'),
                      '"open"') = '"open"')))
           AND (?16 IS NULL OR ?14 IS NULL
             OR (SELECT self_enrollment FROM user_policy WHERE user_policy.user_id = user.id) = 1)
           AND (?18 IS NULL OR
             (SELECT CASE WHEN ?18 = 'totp' THEN accepts_totp WHEN user.role = 'super_admin' THEN 1
               ELSE CASE ?18 WHEN 'device' THEN allow_totp_2fa
                 WHEN 'passkey' THEN allow_webauthn_2fa
                 WHEN 'hardware' THEN allow_hardware_2fa ELSE 1 END END
              FROM user_policy WHERE user_policy.user_id = user.id) = 1)
           AND ((?12 IS NULL AND coalesce(?18, '') NOT IN ('recovery', 'pass'))
             OR EXISTS (SELECT 1 FROM accepted_factor WHERE accepted_factor.user_id = user.id))
           AND (?10 IS NOT NULL OR ?12 IS NOT NULL
             OR (((SELECT required FROM user_policy WHERE user_policy.user_id = user.id) = 0
                 OR ?14 IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)))
           AND ${programHolds('?22', '?23', '?6')}
         RETURNING id`,
      )
      .bind(
        session.id,
        session.tokenHash,
        session.userId,
        session.securityStamp,
        JSON.stringify(session.amr),
        session.authTime,
        session.factorAt,
        session.browser,
        session.place,
        spent?.subject ?? null,
        spent?.eventId ?? null,
        trustHash,
        pendingId,
        formerId,
        session.createdAt,
        enrolling?.factorId ?? null,
        enrolling?.provedSince ?? null,
        method,
        session.sid,
        session.trusted ? 1 : 0,
        session.phishingResistantAt,
        program ? JSON.stringify(program.asking) : null,
        program?.challenge ?? null,
      ),
  )

/** Who proves anew gets a new token; the one they came with is dead (ASVS 7.2.4), once the new one is there. */
export const replaceSession = (
  db: D1Database,
  formerToken: ArrayBuffer,
  newId: string,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM session WHERE token_hash = ?1 AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(formerToken, newId),
  )

/** Signing out: whatever the token names, so that it also works on a session that is no longer valid. */
export const deleteSessionByToken = (
  db: D1Database,
  tokenHash: ArrayBuffer,
): Query<string | null> =>
  single(
    db.prepare(`DELETE FROM session WHERE token_hash = ?1 RETURNING user_id`).bind(tokenHash),
    (row) => row['user_id'] as string,
  )

/** One of this person's sessions. */
export const deleteSession = (db: D1Database, id: string, userId: string): Query<boolean> =>
  verdict(
    db.prepare(`DELETE FROM session WHERE id = ?1 AND user_id = ?2 RETURNING id`).bind(id, userId),
  )

export const deleteOtherSessions = (db: D1Database, keptId: string, userId: string): Query<null> =>
  command(db.prepare(`DELETE FROM session WHERE user_id = ?2 AND id <> ?1`).bind(keptId, userId))

/**
 * Whoever signed in on the password alone, before there was a factor, must now show it. Only with a first
 * factor; the session with that id stays, and without it nothing ends.
 */
export const endUnprovedSessions = (
  db: D1Database,
  { factorId, userId }: { factorId: string; userId: string },
  keptId: string,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM session WHERE user_id = ?1 AND id <> ?2 AND factor_at IS NULL
           AND EXISTS (SELECT 1 FROM session AS kept WHERE kept.id = ?2)
           AND NOT EXISTS (SELECT 1 FROM real_factor
                           WHERE real_factor.user_id = ?1 AND real_factor.id <> ?3)`,
      )
      .bind(userId, keptId, factorId),
  )

export type SessionListing = {
  id: string
  browser: string
  place: string
  createdAt: number
  lastSeenAt: number
}

/** The live sessions of a person, newest use first. */
export const listSessions = (
  db: D1Database,
  userId: string,
  since: { seen: number; created: number },
): Query<SessionListing[]> =>
  many(
    db
      .prepare(
        `SELECT session.id, browser, place, session.created_at, last_seen_at
         FROM session JOIN user ON user.id = session.user_id
         WHERE user_id = ?1 AND last_seen_at > ?2 AND session.created_at > ?3
           AND session.security_stamp = user.security_stamp
         ORDER BY last_seen_at DESC LIMIT 100`,
      )
      .bind(userId, since.seen, since.created),
    (row) => ({
      id: row['id'] as string,
      browser: row['browser'] as string,
      place: row['place'] as string,
      createdAt: row['created_at'] as number,
      lastSeenAt: row['last_seen_at'] as number,
    }),
  )
