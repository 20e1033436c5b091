import type { Spent } from './single-use.ts'
import { command, type Query, single, verdict } from './trip.ts'

/** Password proved, second factor not yet. */
export type PendingLogin = {
  id: string
  purpose: 'factor' | 'enrollment' | 'ticket'
  /** Whether a ticket opened the enrollment. */
  ticketed: boolean
  /** Whether an app's code did: of a registered device, and of nothing else. */
  proved: boolean
}

/** The pending login of that token, while it lives and its user is still who proved the password. */
export const readPendingLogin = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  now: number,
): Query<PendingLogin | null> =>
  single(
    db
      .prepare(
        `SELECT pending_login.id, purpose, ticketed, proved
         FROM pending_login JOIN user ON user.id = pending_login.user_id
         WHERE token_hash = ?1 AND expires_at > ?2 AND disabled_at IS NULL
           AND pending_login.security_stamp = user.security_stamp`,
      )
      .bind(tokenHash, now),
    (row) => ({
      id: row['id'] as string,
      purpose: row['purpose'] as PendingLogin['purpose'],
      ticketed: row['ticketed'] === 1,
      proved: row['proved'] === 1,
    }),
  )

export type NewPendingLogin = {
  id: string
  tokenHash: ArrayBuffer
  userId: string
  securityStamp: number
  purpose: PendingLogin['purpose']
  expiresAt: number
  /** The code that opens an enrollment as `openRegistration` does, spent in the same batch. */
  opening: Spent | null
}

/** Begins one, if the person is still who proved the password. */
export const insertPendingLogin = (
  db: D1Database,
  pending: NewPendingLogin,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO pending_login (id, token_hash, user_id, security_stamp, purpose, created_at,
           expires_at, proved)
         SELECT ?1, ?2, id, security_stamp, ?5, ?6, ?7, ?8 IS NOT NULL FROM user
         WHERE id = ?3 AND security_stamp = ?4 AND disabled_at IS NULL
           AND (?8 IS NULL
             OR EXISTS (SELECT 1 FROM single_use WHERE subject = ?8 AND event_id = ?9))
         RETURNING id`,
      )
      .bind(
        pending.id,
        pending.tokenHash,
        pending.userId,
        pending.securityStamp,
        pending.purpose,
        now,
        pending.expiresAt,
        pending.opening?.subject ?? null,
        pending.opening?.eventId ?? null,
      ),
  )

/** The ticket that this event spent opens enrollment to who was held at the door. */
export const openEnrollment = (
  db: D1Database,
  id: string,
  subject: string,
  eventId: string,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE pending_login SET purpose = 'enrollment', ticketed = 1 WHERE id = ?1 AND purpose = 'ticket'
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?2 AND event_id = ?3)
         RETURNING id`,
      )
      .bind(id, subject, eventId),
  )

/**
 * The code of an app that counts no more, spent by this event, lets whoever was asked for it register our
 * authenticator, and do nothing else.
 */
export const openRegistration = (
  db: D1Database,
  id: string,
  { subject, eventId }: Spent,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE pending_login SET purpose = 'enrollment', proved = 1 WHERE id = ?1 AND purpose = 'factor'
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?2 AND event_id = ?3)
         RETURNING id`,
      )
      .bind(id, subject, eventId),
  )

/** Finished: the session it led to is there. */
export const finishPendingLogin = (db: D1Database, id: string, sessionId: string): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM pending_login WHERE id = ?1 AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(id, sessionId),
  )

/**
 * Nobody else enrolls on the password alone once a first factor counts: whoever was held at the door
 * beside its owner is sent back to the start.
 */
export const closeEnrollments = (db: D1Database, userId: string, sessionId: string): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM pending_login WHERE user_id = ?1 AND purpose IN ('enrollment', 'ticket')
           AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(userId, sessionId),
  )

export const deletePendingLogin = (db: D1Database, tokenHash: ArrayBuffer): Query<null> =>
  command(db.prepare(`DELETE FROM pending_login WHERE token_hash = ?1`).bind(tokenHash))
