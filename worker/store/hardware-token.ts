import type { Algorithm, TotpParameters } from '../../schema/otp/totp.ts'
import type { TokenClock } from '../domain/drift.ts'
import { clockColumns, toClock } from './token-clock.ts'
import { blob, command, many, type Query, type Row, single } from './trip.ts'
import type { CallerKey } from './user.ts'

/** A hardware token's key, still sealed, and what is known of its clock. */
export type TokenKey = TotpParameters & {
  tokenId: string
  /** Of its secret, in hexadecimal: by it codes are spent. */
  mark: string
  sealed: Uint8Array<ArrayBuffer>
  clock: TokenClock
}

/** One that somebody holds. */
export type HeldToken = TokenKey & {
  factorId: string
  userId: string
  serial: string
  canonicalSerial: string
  /** An administrator gave it to the person, and its first code has yet to come. */
  handedOver: boolean
}

const mark = `lower(hex(secret_mark))`

const keyColumns = `hardware_token.id AS token_id, ${mark} AS mark, sealed, algorithm, digits, period,
  ${clockColumns}`

const toKey = (row: Row): TokenKey => ({
  tokenId: row['token_id'] as string,
  mark: row['mark'] as string,
  sealed: blob(row['sealed']),
  algorithm: row['algorithm'] as Algorithm,
  digits: row['digits'] as number,
  period: row['period'] as number,
  clock: toClock(row),
})

const toHeld = (row: Row): HeldToken => ({
  ...toKey(row),
  factorId: row['factor_id'] as string,
  userId: row['user_id'] as string,
  serial: row['serial'] as string,
  canonicalSerial: row['canonical_serial'] as string,
  handedOver: row['confirmed_at'] === null,
})

const heldColumns = `${keyColumns}, serial, canonical_serial, factor_id, user_id, confirmed_at`

/** All tokens of the caller that a code may come from. */
export const listHeldTokens = (db: D1Database, caller: CallerKey): Query<HeldToken[]> =>
  many(
    db
      .prepare(
        `SELECT ${heldColumns}
         FROM factor JOIN hardware_token ON hardware_token.factor_id = factor.id
         WHERE factor.user_id = (SELECT user_id FROM caller WHERE key = ?1)
           AND factor.method = 'hardware' AND (confirmed_at IS NOT NULL OR handed_over = 1)`,
      )
      .bind(caller),
    toHeld,
  )

/** As `listHeldTokens`, for trying codes out: with the factor's name and the last step that was spent. */
export type TestableToken = HeldToken & { name: string; lastStep: number | null }

export const listTestableTokens = (db: D1Database, username: string): Query<TestableToken[]> =>
  many(
    db
      .prepare(
        `SELECT ${heldColumns}, name, counter
         FROM factor JOIN hardware_token ON hardware_token.factor_id = factor.id
         LEFT JOIN single_use ON subject = 'hardware:' || ${mark}
         WHERE factor.user_id = (SELECT id FROM user WHERE canonical_username = ?1)
           AND factor.method = 'hardware' AND (confirmed_at IS NOT NULL OR handed_over = 1)`,
      )
      .bind(username),
    (row) => ({
      ...toHeld(row),
      name: row['name'] as string,
      lastStep: row['counter'] as number | null,
    }),
  )

/** The token behind one factor of a person. */
export const readHeldToken = (
  db: D1Database,
  factorId: string,
  userId: string,
): Query<HeldToken | null> =>
  single(
    db
      .prepare(
        `SELECT ${heldColumns}
         FROM factor JOIN hardware_token ON hardware_token.factor_id = factor.id
         WHERE factor.id = ?1 AND factor.user_id = ?2`,
      )
      .bind(factorId, userId),
    toHeld,
  )

/** One that somebody holds, whoever it is. */
export const readTokenInHand = (db: D1Database, tokenId: string): Query<HeldToken | null> =>
  single(
    db
      .prepare(
        `SELECT ${heldColumns}
         FROM hardware_token JOIN factor ON factor.id = hardware_token.factor_id
         WHERE hardware_token.id = ?1`,
      )
      .bind(tokenId),
    toHeld,
  )

/** One that was asked for by its serial, whoever holds it. */
export type FoundToken = TokenKey & { serial: string; isFree: boolean }

/** By canonical serial; null finds nothing. */
export const findTokenBySerial = (
  db: D1Database,
  canonical: string | null,
): Query<FoundToken | null> =>
  single(
    db
      .prepare(
        `SELECT ${keyColumns}, serial, assigned FROM hardware_token WHERE canonical_serial = ?1`,
      )
      .bind(canonical),
    (row) => ({
      ...toKey(row),
      serial: row['serial'] as string,
      isFree: row['assigned'] === 0,
    }),
  )

/** Whether there is one that nobody holds. */
export const anyFreeToken = (db: D1Database): Query<boolean> => ({
  statement: db.prepare(`SELECT 1 FROM hardware_token WHERE assigned = 0 LIMIT 1`),
  read: (rows) => rows.length > 0,
})

/** It goes to that factor, if the factor is there and nobody holds the token. */
export const giveToken = (db: D1Database, tokenId: string, factorId: string): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE hardware_token SET factor_id = ?2 WHERE id = ?1 AND factor_id IS NULL
           AND EXISTS (SELECT 1 FROM factor WHERE id = ?2)`,
      )
      .bind(tokenId, factorId),
  )
