import type { Method } from '../../schema/api/factor.ts'
import type { CallerKey } from './user.ts'
import { command, many, type Query, type Row, single, verdict } from './trip.ts'

/** A confirmed factor. Times are unix seconds. */
export type FactorRecord = {
  id: string
  method: Method
  name: string
  createdAt: number
  lastUsedAt: number | null
  state: 'confirmed' | 'handed-over'
  /** The hardware token that it is. */
  token?: { id: string; serial: string }
}

const toFactor = (row: Row): FactorRecord => ({
  id: row['id'] as string,
  method: row['method'] as Method,
  name: row['name'] as string,
  createdAt: row['created_at'] as number,
  lastUsedAt: row['last_used_at'] as number | null,
  state: row['confirmed_at'] === null ? 'handed-over' : 'confirmed',
  ...(typeof row['token_id'] === 'string' && {
    token: { id: row['token_id'], serial: row['serial'] as string },
  }),
})

/**
 * What the caller may answer with: confirmed factors, recovery codes and a temporary pass among them, and
 * keys that an administrator handed over, which wait for their first code.
 */
export const listFactors = (
  db: D1Database,
  caller: CallerKey,
  now: number,
): Query<FactorRecord[]> =>
  many(
    db
      .prepare(
        `WITH me AS (SELECT user_id FROM caller WHERE key = ?1)
         SELECT id, method, name, created_at, last_used_at, confirmed_at FROM factor
         WHERE user_id = (SELECT user_id FROM me) AND (confirmed_at IS NOT NULL OR handed_over = 1)
         UNION ALL
         SELECT id, 'pass', 'Temporary pass', created_at, NULL, created_at FROM one_time_code
         WHERE user_id = (SELECT user_id FROM me) AND purpose = 'pass' AND expires_at > ?2
         ORDER BY created_at`,
      )
      .bind(caller, now),
    toFactor,
  )

/** The factors of one person, as administrators see them. */
export const listFactorsOf = (db: D1Database, userId: string): Query<FactorRecord[]> =>
  many(
    db
      .prepare(
        `SELECT factor.id, method, name, created_at, factor.last_used_at, confirmed_at,
           hardware_token.id AS token_id, serial
         FROM factor LEFT JOIN hardware_token ON factor_id = factor.id
         WHERE user_id = ?1 AND (confirmed_at IS NOT NULL OR handed_over = 1) ORDER BY created_at`,
      )
      .bind(userId),
    toFactor,
  )

/** A factor that does not count yet, or, with `confirmed`, one that needs no confirming. */
export const insertFactor = (
  db: D1Database,
  factor: {
    id: string
    userId: string
    method: Method
    name: string
    confirmed: boolean
    /** 'My token': confirming it retires the former one. */
    provisioned?: boolean
  },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at, provisioned)
         VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?6 THEN ?5 END, ?7)`,
      )
      .bind(
        factor.id,
        factor.userId,
        factor.method,
        factor.name,
        now,
        factor.confirmed ? 1 : 0,
        factor.provisioned ? 1 : 0,
      ),
  )

/** One that needs no first code, if the session that rests on it came to be in the same batch. */
export const insertConfirmedFactor = (
  db: D1Database,
  factor: { id: string; userId: string; method: Method; name: string },
  sessionId: string,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at, last_used_at)
         SELECT ?1, ?2, ?3, ?4, ?6, ?6, ?6 WHERE EXISTS (SELECT 1 FROM session WHERE id = ?5)`,
      )
      .bind(factor.id, factor.userId, factor.method, factor.name, sessionId, now),
  )

/** A key that an administrator hands over: it waits for its first code, as long as it takes. */
export const handOver = (
  db: D1Database,
  { id, userId }: { id: string; userId: string },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, handed_over)
         VALUES (?1, ?2, 'totp', 'Authenticator app', ?3, 1)`,
      )
      .bind(id, userId, now),
  )

/** The former key for an app that was handed over and never used; a token stays where it is. */
export const deleteHandedOver = (db: D1Database, userId: string): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM factor WHERE user_id = ?1 AND method = 'totp' AND handed_over = 1
           AND confirmed_at IS NULL`,
      )
      .bind(userId),
  )

/** One abandoned enrollment at a time is kept: starting again retires the former key. */
export const deleteUnconfirmed = (db: D1Database, userId: string, method: Method): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM factor WHERE user_id = ?1 AND method = ?2 AND confirmed_at IS NULL
           AND handed_over = 0`,
      )
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
        `UPDATE factor SET confirmed_at = ?3, last_used_at = ?3, handed_over = 0
         WHERE id = ?1 AND confirmed_at IS NULL AND EXISTS (SELECT 1 FROM session WHERE id = ?2)
         RETURNING id`,
      )
      .bind(id, sessionId, now),
  )

/** The one that 'my token' takes the place of, once it has been confirmed. */
const formerToken = `provisioned = 1 AND confirmed_at IS NOT NULL AND id <> ?1 AND EXISTS (
  SELECT 1 FROM factor AS next WHERE next.id = ?1 AND next.provisioned = 1
    AND next.confirmed_at IS NOT NULL AND next.user_id = factor.user_id)`

/**
 * 'My token' has a successor, which has just been confirmed in the session with that id: the former dies,
 * and with it all trust and all other sessions (design rule 4).
 */
export const retireFormerToken = (db: D1Database, id: string, sessionId: string) => {
  const owners = `SELECT user_id FROM factor WHERE ${formerToken}`
  return {
    tokenBumped: command(
      db
        .prepare(`UPDATE user SET security_stamp = security_stamp + 1 WHERE id IN (${owners})`)
        .bind(id),
    ),
    tokenCarried: command(
      db
        .prepare(
          `UPDATE session SET security_stamp = security_stamp + 1
           WHERE id = ?2 AND user_id IN (${owners})`,
        )
        .bind(id, sessionId),
    ),
    tokenRetired: command(db.prepare(`DELETE FROM factor WHERE ${formerToken}`).bind(id)),
  }
}

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
              WHERE session.id = ?3 AND owner.id = ?2 AND owner.disabled_at IS NULL
                AND session.security_stamp = owner.security_stamp + ${ahead})
  AND (((SELECT required FROM user_policy WHERE user_policy.user_id = ?2) = 0
      AND NOT EXISTS (SELECT 1 FROM real_factor
                      WHERE real_factor.user_id = ?2 AND real_factor.id <> ?1))
    OR EXISTS (SELECT 1 FROM accepted_factor
               WHERE accepted_factor.user_id = ?2 AND accepted_factor.id <> ?1))`

export type FactorRemoval = {
  id: string
  userId: string
  /** The session that removes it: it goes on. */
  sessionId: string
}

/**
 * Removes one, with whatever proves it. All other sessions and all trust end with it (design rule 4).
 * `removed` is false where the factor may not go.
 */
export const removeFactor = (db: D1Database, removal: FactorRemoval) => {
  const { id, userId, sessionId } = removal
  const run = (sql: string) => db.prepare(sql).bind(id, userId, sessionId)
  return {
    carried: command(
      run(
        `UPDATE session SET security_stamp = security_stamp + 1
         WHERE id = ?3 AND user_id = ?2 AND EXISTS (SELECT 1 FROM factor WHERE ${removable(0)})`,
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

/** One of this person's own factors; null where there is none such. */
export const renameFactor = (
  db: D1Database,
  { id, userId, name }: { id: string; userId: string; name: string },
): Query<FactorRecord | null> =>
  single(
    db
      .prepare(
        `UPDATE factor SET name = ?3
         WHERE id = ?1 AND user_id = ?2 AND method <> 'recovery' AND confirmed_at IS NOT NULL
         RETURNING id, method, name, created_at, last_used_at, confirmed_at`,
      )
      .bind(id, userId, name),
    toFactor,
  )

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
