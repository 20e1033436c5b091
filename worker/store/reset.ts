import type { Method } from '../../schema/api/factor.ts'
import { command, type Query } from './trip.ts'

/** All of a person's factors of one kind, or of every kind; keys that wait for a first code among them. */
export const deleteFactors = (db: D1Database, userId: string, method: Method | null): Query<null> =>
  command(
    db
      .prepare(`DELETE FROM factor WHERE user_id = ?1 AND (?2 IS NULL OR method = ?2)`)
      .bind(userId, method),
  )

/** Wherever they are signed in, also in applications that would go on while nobody is here. */
export const deleteSessions = (db: D1Database, userId: string, now: number) => ({
  sessionsEnded: command(db.prepare(`DELETE FROM session WHERE user_id = ?1`).bind(userId)),
  grantsEnded: command(
    db
      .prepare(`UPDATE access_grant SET ended_at = ?2 WHERE user_id = ?1 AND ended_at IS NULL`)
      .bind(userId, now),
  ),
  pendingEnded: deletePending(db, userId),
})

/** Whoever was held at the door starts anew. */
export const deletePending = (db: D1Database, userId: string): Query<null> =>
  command(db.prepare(`DELETE FROM pending_login WHERE user_id = ?1`).bind(userId))

/**
 * Everything else ends but this session, which vouched for it: all other sessions, pending logins and all
 * trust (design rule 4). Where the session does not count any more nothing happens.
 */
export const endAllBut = (db: D1Database, userId: string, sessionId: string) => ({
  carriedOn: command(
    db
      .prepare(
        `UPDATE session SET security_stamp = security_stamp + 1
         WHERE id = ?1 AND user_id = ?2
           AND security_stamp = (SELECT security_stamp FROM user WHERE id = ?2)`,
      )
      .bind(sessionId, userId),
  ),
  othersEnded: command(
    db
      .prepare(
        `UPDATE user SET security_stamp = security_stamp + 1
         WHERE id = ?2 AND EXISTS (SELECT 1 FROM session
           WHERE session.id = ?1 AND session.security_stamp = user.security_stamp + 1)`,
      )
      .bind(sessionId, userId),
  ),
})
