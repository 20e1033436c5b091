import type { Algorithm } from '../../schema/otp/totp.ts'
import type { TokenState } from '../../schema/api/hardware-token.ts'
import type { Role } from '../../schema/policy.ts'
import type { TokenClock } from '../domain/drift.ts'
import { clockColumns, toClock } from './token-clock.ts'
import { many, type Query, type Row, single } from './trip.ts'

/** All of a token that administrators see; never its secret. */
export type TokenRecord = {
  id: string
  serial: string
  canonicalSerial: string
  series: { id: string; label: string }
  model: string
  state: TokenState
  owner: { id: string; username: string; role: Role } | null
  factorId: string | null
  digits: number
  period: number
  algorithm: Algorithm
  clock: TokenClock
}

const stateOf = (row: Row): TokenState => {
  if (row['factor_id'] === null) return 'unassigned'
  return row['confirmed_at'] === null ? 'waiting' : 'assigned'
}

const toToken = (row: Row): TokenRecord => ({
  id: row['id'] as string,
  serial: row['serial'] as string,
  canonicalSerial: row['canonical_serial'] as string,
  series: { id: row['series_id'] as string, label: row['label'] as string },
  model: row['model'] as string,
  state: stateOf(row),
  owner:
    row['owner_id'] === null
      ? null
      : {
          id: row['owner_id'] as string,
          username: row['username'] as string,
          role: row['role'] as Role,
        },
  factorId: row['factor_id'] as string | null,
  digits: row['digits'] as number,
  period: row['period'] as number,
  algorithm: row['algorithm'] as Algorithm,
  clock: toClock(row),
})

const columns = `hardware_token.id, serial, canonical_serial, series_id, label, model, factor_id,
  confirmed_at, owner.id AS owner_id, owner.username, owner.role, digits, period, algorithm,
  ${clockColumns}`

const withOwner = `JOIN token_series ON token_series.id = series_id
  LEFT JOIN factor ON factor.id = factor_id
  LEFT JOIN user AS owner ON owner.id = factor.user_id`

export const readToken = (db: D1Database, id: string): Query<TokenRecord | null> =>
  single(
    db
      .prepare(`SELECT ${columns} FROM hardware_token ${withOwner} WHERE hardware_token.id = ?1`)
      .bind(id),
    toToken,
  )

/** What is asked of each; null: does not matter. */
export type TokenFilters = { series: string | null; assigned: boolean | null }

/** Above every letter of a serial, or of a username. */
const end = '\u{10ffff}'

/**
 * Tokens in the order of their serials. Those of a series, held or not, stand in it within an index: the
 * runs that the filters let in are merged, and none is read further than the page goes.
 *
 * @param prefix the beginning of a canonical serial; empty for all
 * @param after a canonical serial; empty for the beginning
 */
export const listTokens = (
  db: D1Database,
  { series, assigned }: TokenFilters,
  { prefix, after }: { prefix: string; after: string },
  limit: number,
): Query<TokenRecord[]> => {
  const inPlace = `canonical_serial > ?1 AND canonical_serial >= ?2 AND canonical_serial < ?3`
  const run = (condition: string) =>
    `SELECT canonical_serial AS key, id AS token_id FROM hardware_token WHERE ${condition} AND ${inPlace}`
  const runs =
    series === null
      ? [run(assigned === null ? 'true' : `assigned = ${Number(assigned)}`)]
      : [0, 1]
          .filter((one) => assigned === null || one === Number(assigned))
          .map((one) => run(`series_id = ?5 AND assigned = ${one}`))
  const statement = db.prepare(
    `SELECT ${columns}
     FROM (SELECT * FROM (${runs.join(' UNION ALL ')}) ORDER BY key LIMIT ?4) AS listed
     CROSS JOIN hardware_token ON hardware_token.id = listed.token_id ${withOwner}
     ORDER BY listed.key`,
  )
  const bound = [after, prefix, prefix + end, limit]
  return many(statement.bind(...bound, ...(series === null ? [] : [series])), toToken)
}

/** How many people are looked at for one page: the next page goes on from there, however few tokens they hold. */
const mostLookedAt = 500

/** A token that was found by its owner's name; `token` null: nobody behind that name was looked at. */
export type OwnersToken = { owner: string; token: TokenRecord | null }

/**
 * Tokens of people whose names begin so, in the order of names and serials.
 *
 * @param prefix of a canonical username
 * @param serialPrefix whose serials begin so came before: a search finds each token once
 * @param after whose token came last, and its canonical serial
 */
export const listTokensOfOwners = (
  db: D1Database,
  { series, assigned }: TokenFilters,
  {
    prefix,
    serialPrefix,
    after,
  }: { prefix: string; serialPrefix: string | null; after: { owner: string; serial: string } },
  limit: number,
): Query<OwnersToken[]> =>
  many(
    db
      .prepare(
        `SELECT canonical_username AS name, ordinal, hardware_token.id IS NOT NULL AS found, ${columns}
         FROM (
           SELECT id, username, role, canonical_username,
             row_number() OVER (ORDER BY canonical_username) AS ordinal
           FROM user WHERE canonical_username >= ?1 AND canonical_username < ?2 || char(0x10ffff)
           ORDER BY canonical_username LIMIT ?8) AS owner
         LEFT JOIN factor ON factor.user_id = owner.id AND factor.method = 'hardware'
         LEFT JOIN hardware_token ON factor_id = factor.id
           AND (?3 IS NULL OR series_id = ?3) AND (?4 IS NULL OR hardware_token.assigned = ?4)
           AND (?5 IS NULL OR canonical_serial NOT BETWEEN ?5 AND ?5 || char(0x10ffff))
           AND (canonical_username, canonical_serial) > (?1, ?6)
         LEFT JOIN token_series ON token_series.id = series_id
         WHERE found OR ordinal = ?8
         ORDER BY name, canonical_serial LIMIT ?7`,
      )
      .bind(
        after.owner > prefix ? after.owner : prefix,
        prefix,
        series,
        assigned === null ? null : Number(assigned),
        serialPrefix,
        after.serial,
        limit,
        mostLookedAt,
      ),
    (row) => ({
      owner: row['name'] as string,
      token: row['found'] === 1 ? toToken(row) : null,
    }),
  )

/** Tokens whose codes will not be found soon, the first first. */
export const listLeaving = (db: D1Database, until: number, limit: number): Query<TokenRecord[]> =>
  many(
    db
      .prepare(
        `SELECT ${columns} FROM hardware_token ${withOwner}
         WHERE leaves_at < ?1 ORDER BY leaves_at LIMIT ?2`,
      )
      .bind(until, limit),
    toToken,
  )
