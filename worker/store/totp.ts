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
  /** An administrator gave it to the person, and its first code has yet to come. */
  handedOver: boolean
}

export const toTotp = (row: Row): TotpRecord => ({
  factorId: row['factor_id'] as string,
  userId: row['user_id'] as string,
  sealed: blob(row['sealed']),
  algorithm: row['algorithm'] as Algorithm,
  digits: row['digits'] as number,
  period: row['period'] as number,
  handedOver: row['confirmed_at'] === null && row['handed_over'] === 1,
})

export const totpColumns =
  'factor_id, user_id, sealed, algorithm, digits, period, confirmed_at, handed_over'

/** All keys of the caller that a code may come from: of other apps, or of our own. */
export const listTotp = (
  db: D1Database,
  caller: CallerKey,
  method: 'totp' | 'device',
): Query<TotpRecord[]> =>
  many(
    db
      .prepare(
        `SELECT ${totpColumns}
         FROM totp_secret JOIN factor ON factor.id = totp_secret.factor_id
         WHERE factor.user_id = (SELECT user_id FROM caller WHERE key = ?1)
           AND method = ?2 AND (confirmed_at IS NOT NULL OR handed_over = 1)`,
      )
      .bind(caller, method),
    toTotp,
  )

/** A key with its factor's name and the last step of it that was spent. */
export type TestableTotp = TotpRecord & { name: string; lastStep: number | null }

/** As `listTotp`, for trying codes out. */
export const listTestableTotp = (db: D1Database, username: string): Query<TestableTotp[]> =>
  many(
    db
      .prepare(
        `SELECT ${totpColumns}, name, counter
         FROM totp_secret JOIN factor ON factor.id = totp_secret.factor_id
         LEFT JOIN single_use ON subject = 'totp:' || factor_id
         WHERE factor.user_id = (SELECT id FROM user WHERE canonical_username = ?1)
           AND (confirmed_at IS NOT NULL OR handed_over = 1)`,
      )
      .bind(username),
    (row) => ({
      ...toTotp(row),
      name: row['name'] as string,
      lastStep: row['counter'] as number | null,
    }),
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
        `SELECT ${totpColumns}
         FROM totp_secret JOIN factor ON factor.id = totp_secret.factor_id
         WHERE factor.id = ?1 AND factor.user_id = (SELECT user_id FROM caller WHERE key = ?2)
           AND method = 'totp' AND confirmed_at IS NULL AND handed_over = 0 AND created_at > ?3`,
      )
      .bind(factorId, caller, startedAfter),
    toTotp,
  )

type NewTotp = Omit<TotpRecord, 'userId' | 'handedOver'>

export const insertTotp = (db: D1Database, totp: NewTotp): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO totp_secret (factor_id, sealed, algorithm, digits, period)
         VALUES (?1, ?2, ?3, ?4, ?5)`,
      )
      .bind(totp.factorId, totp.sealed, totp.algorithm, totp.digits, totp.period),
  )

/** How far off the key's clock was when this event spent a code of it. */
export const noteDrift = (
  db: D1Database,
  use: { factorId: string; drift: number; subject: string; eventId: string },
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE totp_secret SET drift = ?2 WHERE factor_id = ?1 AND drift <> ?2
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?3 AND event_id = ?4)`,
      )
      .bind(use.factorId, use.drift, use.subject, use.eventId),
  )
