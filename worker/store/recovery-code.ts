import type { Proof } from './user.ts'
import { command, type Query, single } from './trip.ts'

/** The unused recovery code with that hash, if it is this person's. */
export const findRecoveryCode = (
  db: D1Database,
  proof: Proof,
  codeHash: ArrayBuffer | null,
): Query<{ id: string; factorId: string; userId: string } | null> =>
  single(
    db
      .prepare(
        `SELECT recovery_code.id, factor_id, user_id
         FROM recovery_code JOIN factor ON factor.id = recovery_code.factor_id
         WHERE code_hash = ?2 AND user_id = (SELECT user_id FROM caller WHERE proof = ?1)`,
      )
      .bind(proof, codeHash),
    (row) => ({
      id: row['id'] as string,
      factorId: row['factor_id'] as string,
      userId: row['user_id'] as string,
    }),
  )

export const countRecoveryCodes = (db: D1Database, proof: Proof): Query<number> => ({
  statement: db
    .prepare(
      `SELECT count(*) AS n FROM recovery_code JOIN factor ON factor.id = recovery_code.factor_id
       WHERE user_id = (SELECT user_id FROM caller WHERE proof = ?1)`,
    )
    .bind(proof),
  read: ([row]) => Number(row?.['n'] ?? 0),
})

/** The former set is dead from here on, in the same batch that writes the new one. */
export const deleteRecoveryCodes = (db: D1Database, userId: string): Query<null> =>
  command(db.prepare(`DELETE FROM factor WHERE user_id = ?1 AND method = 'recovery'`).bind(userId))

export const insertRecoveryCodes = (
  db: D1Database,
  factorId: string,
  codes: { id: string; hash: string }[],
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO recovery_code (id, factor_id, code_hash)
         SELECT json_extract(value, '$.id'), ?1, unhex(json_extract(value, '$.hash')) FROM json_each(?2)`,
      )
      .bind(factorId, JSON.stringify(codes)),
  )

/** Gone for good once this event has spent it: its mark among the spent may then be forgotten. */
export const deleteSpentRecoveryCode = (
  db: D1Database,
  id: string,
  subject: string,
  eventId: string,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM recovery_code WHERE id = ?1
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?2 AND event_id = ?3)`,
      )
      .bind(id, subject, eventId),
  )
