import type { Algorithm } from '../../schema/otp/totp.ts'
import type { CallerKey } from './user.ts'
import { blob, command, many, type Query, type Row, single } from './trip.ts'

/** An authenticator app's key, still sealed. */
export type TotpRecord = {
  factorId: string
  userId: string
  sealed: Uint8Array<ArrayBuffer>
  algorithm: Algorithm
  digits: number
  period: number
}

const toTotp = (row: Row): TotpRecord => ({
  factorId: row['factor_id'] as string,
  userId: row['user_id'] as string,
  sealed: blob(row['sealed']),
  algorithm: row['algorithm'] as Algorithm,
  digits: row['digits'] as number,
  period: row['period'] as number,
})

/** All confirmed keys of the caller. */
export const listTotp = (db: D1Database, caller: CallerKey): Query<TotpRecord[]> =>
  many(
    db
      .prepare(
        `SELECT factor_id, user_id, sealed, algorithm, digits, period
         FROM totp_secret JOIN factor ON factor.id = totp_secret.factor_id
         WHERE factor.user_id = (SELECT user_id FROM caller WHERE key = ?1)
           AND confirmed_at IS NOT NULL`,
      )
      .bind(caller),
    toTotp,
  )

/** A key that waits for its first code. */
export const readUnconfirmedTotp = (
  db: D1Database,
  factorId: string,
  caller: CallerKey,
  startedAfter: number,
): Query<TotpRecord | null> =>
  single(
    db
      .prepare(
        `SELECT factor_id, user_id, sealed, algorithm, digits, period
         FROM totp_secret JOIN factor ON factor.id = totp_secret.factor_id
         WHERE factor.id = ?1 AND factor.user_id = (SELECT user_id FROM caller WHERE key = ?2)
           AND confirmed_at IS NULL AND created_at > ?3`,
      )
      .bind(factorId, caller, startedAfter),
    toTotp,
  )

export const insertTotp = (db: D1Database, totp: Omit<TotpRecord, 'userId'>): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO totp_secret (factor_id, sealed, algorithm, digits, period)
         VALUES (?1, ?2, ?3, ?4, ?5)`,
      )
      .bind(totp.factorId, totp.sealed, totp.algorithm, totp.digits, totp.period),
  )
