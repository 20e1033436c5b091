import { many, type Query } from './trip.ts'
import type { SessionRecord } from '../domain/session.ts'
import { toSession } from './session.ts'

/** The sessions of a person that still count, the last used first: a few of them. */
export const listSessionsOf = (db: D1Database, userId: string): Query<SessionRecord[]> =>
  many(
    db
      .prepare(
        `SELECT session.id, sid, amr, auth_time, factor_at, phishing_resistant_at, trusted,
           session.created_at, last_seen_at
         FROM session JOIN user ON user.id = session.user_id
         WHERE user_id = ?1 AND session.security_stamp = user.security_stamp
         ORDER BY last_seen_at DESC LIMIT 5`,
      )
      .bind(userId),
    toSession,
  )
