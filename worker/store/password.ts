import { command, type Query, single, verdict } from './trip.ts'
import type { CallerKey } from './user.ts'

/** Kept apart from the person, so that the hash goes only where it is compared. Null: there is none yet. */
export const readPasswordHash = (db: D1Database, caller: CallerKey): Query<string | null> =>
  single(
    db
      .prepare(
        `SELECT password_hash FROM user
         WHERE id = (SELECT user_id FROM caller WHERE key = ?1) AND password_hash <> ''`,
      )
      .bind(caller),
    (row) => row['password_hash'] as string,
  )

/** Re-hashed under today's parameters; only over the hash that was checked. */
export const upgradePasswordHash = (
  db: D1Database,
  userId: string,
  former: string,
  upgraded: string,
): Query<null> =>
  command(
    db
      .prepare(`UPDATE user SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2`)
      .bind(userId, former, upgraded),
  )

export type PasswordChangeRecord = {
  userId: string
  hash: string
  /** The person as they were judged. */
  securityStamp: number
  /** The session that changes it; it goes on under another token. */
  sessionId: string
  tokenHash: ArrayBuffer
}

/**
 * A new password: all trust and all other sessions die with the former (design rule 4). `changed` false:
 * the person or the session is not any more what was judged, and nothing happened.
 */
export const changePassword = (db: D1Database, change: PasswordChangeRecord) => ({
  changed: verdict(
    db
      .prepare(
        `UPDATE user SET password_hash = ?2, must_change_password = 0,
           security_stamp = security_stamp + 1
         WHERE id = ?1 AND security_stamp = ?3 AND disabled_at IS NULL AND EXISTS (
           SELECT 1 FROM session WHERE session.id = ?4 AND user_id = ?1 AND session.security_stamp = ?3)
         RETURNING id`,
      )
      .bind(change.userId, change.hash, change.securityStamp, change.sessionId),
  ),
  renewed: command(
    db
      .prepare(
        `UPDATE session SET token_hash = ?2, security_stamp = security_stamp + 1
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM user
           WHERE id = session.user_id AND user.security_stamp = session.security_stamp + 1
             AND password_hash = ?3)`,
      )
      .bind(change.sessionId, change.tokenHash, change.hash),
  ),
})

/** A new password by a handed-over code that this event spent. */
export const resetPassword = (
  db: D1Database,
  { userId, hash }: { userId: string; hash: string },
  { subject, eventId }: { subject: string; eventId: string },
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE user SET password_hash = ?2, must_change_password = 0,
           security_stamp = security_stamp + 1
         WHERE id = ?1 AND disabled_at IS NULL
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?3 AND event_id = ?4)
         RETURNING id`,
      )
      .bind(userId, hash, subject, eventId),
  )

/** Until a new one is chosen, the person gets nowhere. */
export const requireNewPassword = (db: D1Database, userId: string): Query<null> =>
  command(db.prepare(`UPDATE user SET must_change_password = 1 WHERE id = ?1`).bind(userId))
