import { command, type Query, single } from './trip.ts'

/** What a handed-over code is for (schema/migrations/0008_handed_over.sql). */
export type CodePurpose = 'ticket' | 'pass' | 'password' | 'activation'

export type OneTimeCodeRecord = {
  id: string
  userId: string
  purpose: CodePurpose
  hash: ArrayBuffer
  /** The key that an activation code fetches. */
  factorId: string | null
  /** The administrator who made it; null: its owner. */
  madeBy: string | null
  expiresAt: number
}

/** The one code of its purpose that this person has from now on; the former is dead. */
export const replaceOneTimeCode = (db: D1Database, code: OneTimeCodeRecord, now: number) => ({
  codeRetired: command(
    db
      .prepare(`DELETE FROM one_time_code WHERE user_id = ?1 AND purpose = ?2`)
      .bind(code.userId, code.purpose),
  ),
  codeMade: command(
    db
      .prepare(
        `INSERT INTO one_time_code (id, user_id, purpose, code_hash, factor_id, created_at,
           expires_at, made_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      )
      .bind(
        code.id,
        code.userId,
        code.purpose,
        code.hash,
        code.factorId,
        now,
        code.expiresAt,
        code.madeBy,
      ),
  ),
})

/** Whoever made it is an administrator still: a code ends with its maker's authority. */
export const makerStillMay = (table: string): string => `(${table}.made_by IS NULL OR EXISTS (
  SELECT 1 FROM user AS maker WHERE maker.id = ${table}.made_by AND maker.disabled_at IS NULL
    AND maker.role <> 'user'))`

/** A code that was found by its hash. */
export type FoundCode = { id: string; userId: string; factorId: string | null }

/**
 * The living code with one of these hashes, of the person who is asking by `caller`.
 *
 * @param hashes in hexadecimal, one under each key
 */
export const findOneTimeCode = (
  db: D1Database,
  {
    caller,
    purpose,
    hashes,
  }: { caller: string | ArrayBuffer; purpose: CodePurpose; hashes: string[] },
  now: number,
): Query<FoundCode | null> =>
  single(
    db
      .prepare(
        `SELECT one_time_code.id, user_id, factor_id
         FROM one_time_code JOIN user ON user.id = user_id
         WHERE user_id = (SELECT user_id FROM caller WHERE key = ?1) AND purpose = ?2
           AND hex(code_hash) IN (SELECT upper(value) FROM json_each(?3))
           AND expires_at > ?4 AND disabled_at IS NULL AND ${makerStillMay('one_time_code')}`,
      )
      .bind(caller, purpose, JSON.stringify(hashes), now),
    (row) => ({
      id: row['id'] as string,
      userId: row['user_id'] as string,
      factorId: row['factor_id'] as string | null,
    }),
  )

/** Gone for good once this event has spent it. */
export const deleteSpentOneTimeCode = (
  db: D1Database,
  id: string,
  subject: string,
  eventId: string,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM one_time_code WHERE id = ?1
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?2 AND event_id = ?3)`,
      )
      .bind(id, subject, eventId),
  )

/** Whatever was handed over to a person, for one purpose or for all. */
export const deleteOneTimeCodes = (
  db: D1Database,
  userId: string,
  purpose: CodePurpose | null,
): Query<null> =>
  command(
    db
      .prepare(`DELETE FROM one_time_code WHERE user_id = ?1 AND (?2 IS NULL OR purpose = ?2)`)
      .bind(userId, purpose),
  )
