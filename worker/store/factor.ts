import type { Method } from '../../schema/api/factor.ts'
import type { CallerKey } from './user.ts'
import { command, many, type Query, verdict } from './trip.ts'

/** A confirmed factor. Times are unix seconds. */
export type FactorRecord = {
  id: string
  method: Method
  name: string
  createdAt: number
  lastUsedAt: number | null
}

/** All confirmed factors of the caller, their recovery codes among them. */
export const listFactors = (db: D1Database, caller: CallerKey): Query<FactorRecord[]> =>
  many(
    db
      .prepare(
        `SELECT id, method, name, created_at, last_used_at FROM factor
         WHERE user_id = (SELECT user_id FROM caller WHERE key = ?1) AND confirmed_at IS NOT NULL
         ORDER BY created_at`,
      )
      .bind(caller),
    (row) => ({
      id: row['id'] as string,
      method: row['method'] as Method,
      name: row['name'] as string,
      createdAt: row['created_at'] as number,
      lastUsedAt: row['last_used_at'] as number | null,
    }),
  )

/** A factor that does not count yet, or, with `confirmed`, one that needs no confirming. */
export const insertFactor = (
  db: D1Database,
  factor: { id: string; userId: string; method: Method; name: string; confirmed: boolean },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?6 THEN ?5 END)`,
      )
      .bind(factor.id, factor.userId, factor.method, factor.name, now, factor.confirmed ? 1 : 0),
  )

/** One abandoned enrollment at a time is kept: starting again retires the former key. */
export const deleteUnconfirmed = (db: D1Database, userId: string, method: Method): Query<null> =>
  command(
    db
      .prepare(`DELETE FROM factor WHERE user_id = ?1 AND method = ?2 AND confirmed_at IS NULL`)
      .bind(userId, method),
  )

/** Makes it count, if the session that its first code begins came to be in the same batch. */
export const confirmFactor = (
  db: D1Database,
  id: string,
  sessionId: string,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE factor SET confirmed_at = ?3, last_used_at = ?3
         WHERE id = ?1 AND confirmed_at IS NULL AND EXISTS (SELECT 1 FROM session WHERE id = ?2)
         RETURNING id`,
      )
      .bind(id, sessionId, now),
  )

export const touchFactor = (
  db: D1Database,
  id: string,
  subject: string,
  eventId: string,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE factor SET last_used_at = ?4 WHERE id = ?1
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?2 AND event_id = ?3)`,
      )
      .bind(id, subject, eventId, now),
  )

/**
 * This person's, and not the last way in of somebody who must have one; asked by a session that counts.
 *
 * @param ahead how far the session's stamp is ahead of its owner's at this place in the batch
 */
const removable = (ahead: 0 | 1) => `factor.id = ?1 AND factor.user_id = ?2
  AND factor.method <> 'recovery'
  AND EXISTS (SELECT 1 FROM session JOIN user AS owner ON owner.id = session.user_id
              WHERE session.id = ?4 AND owner.id = ?2 AND owner.disabled_at IS NULL
                AND session.security_stamp = owner.security_stamp + ${ahead})
  AND ((?3 = 0 AND EXISTS (SELECT 1 FROM user AS owner WHERE owner.id = ?2 AND owner.mfa_required = 0))
    OR EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = ?2 AND real_factor.id <> ?1))`

export type FactorRemoval = {
  id: string
  userId: string
  /** Whether policy asks this person for a factor. */
  required: boolean
  /** The session that removes it: it goes on. */
  sessionId: string
}

/**
 * Removes one, with whatever proves it. All other sessions and all trust end with it (design rule 4).
 * `removed` is false where the factor may not go.
 */
export const removeFactor = (db: D1Database, removal: FactorRemoval) => {
  const { id, userId, required, sessionId } = removal
  const run = (sql: string) => db.prepare(sql).bind(id, userId, required ? 1 : 0, sessionId)
  return {
    carried: command(
      run(
        `UPDATE session SET security_stamp = security_stamp + 1
         WHERE id = ?4 AND user_id = ?2 AND EXISTS (SELECT 1 FROM factor WHERE ${removable(0)})`,
      ),
    ),
    bumped: command(
      run(
        `UPDATE user SET security_stamp = security_stamp + 1
         WHERE id = ?2 AND EXISTS (SELECT 1 FROM factor WHERE ${removable(1)})`,
      ),
    ),
    removed: verdict(run(`DELETE FROM factor WHERE ${removable(0)} RETURNING id`)),
  }
}

/** Recovery codes stand in for a factor; without one they would be a second password. */
export const deleteOrphanedRecovery = (db: D1Database, userId: string): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM factor WHERE user_id = ?1 AND method = 'recovery'
           AND NOT EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = ?1)`,
      )
      .bind(userId),
  )
