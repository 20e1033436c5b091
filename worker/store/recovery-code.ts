import type { CallerKey } from './user.ts'
import { command, type Query, single, verdict } from './trip.ts'

/** The unused recovery code with that hash, if it is this person's. */
export const findRecoveryCode = (
  db: D1Database,
  caller: CallerKey,
  codeHash: ArrayBuffer | null,
): Query<{ id: string; factorId: string; userId: string } | null> =>
  single(
    db
      .prepare(
        `SELECT recovery_code.id, factor_id, user_id
         FROM recovery_code JOIN factor ON factor.id = recovery_code.factor_id
         WHERE code_hash = ?2 AND user_id = (SELECT user_id FROM caller WHERE key = ?1)`,
      )
      .bind(caller, codeHash),
    (row) => ({
      id: row['id'] as string,
      factorId: row['factor_id'] as string,
      userId: row['user_id'] as string,
    }),
  )

export const countRecoveryCodes = (db: D1Database, caller: CallerKey): Query<number> => ({
  statement: db
    .prepare(
      `SELECT count(*) AS n FROM recovery_code JOIN factor ON factor.id = recovery_code.factor_id
       WHERE user_id = (SELECT user_id FROM caller WHERE key = ?1)`,
    )
    .bind(caller),
  read: ([row]) => Number(row?.['n'] ?? 0),
})

export type RecoverySet = {
  /** The recovery codes of a person are one factor; a new set is a new one. */
  factorId: string
  /** Who asks must still be signed in, and still have a factor that the codes stand in for. */
  sessionId: string
  codes: { id: string; hash: string }[]
}

/** A new set in place of the former, which is dead with the same batch; `replaced` false: nothing changed. */
export const replaceRecoveryCodes = (
  db: D1Database,
  { factorId, sessionId, codes }: RecoverySet,
  now: number,
) => ({
  replaced: verdict(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, confirmed_at)
         SELECT ?1, user.id, 'recovery', 'Recovery codes', ?3, ?3
         FROM session JOIN user ON user.id = session.user_id
         WHERE session.id = ?2 AND session.security_stamp = user.security_stamp
           AND user.disabled_at IS NULL
           AND EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)
         RETURNING id`,
      )
      .bind(factorId, sessionId, now),
  ),
  former: command(
    db
      .prepare(
        `DELETE FROM factor WHERE method = 'recovery' AND id <> ?1
           AND user_id = (SELECT user_id FROM factor WHERE id = ?1)`,
      )
      .bind(factorId),
  ),
  codes: command(
    db
      .prepare(
        `INSERT INTO recovery_code (id, factor_id, code_hash)
         SELECT json_extract(value, '$.id'), ?1, unhex(json_extract(value, '$.hash'))
         FROM json_each(?2) WHERE EXISTS (SELECT 1 FROM factor WHERE id = ?1)`,
      )
      .bind(factorId, JSON.stringify(codes)),
  ),
})

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
