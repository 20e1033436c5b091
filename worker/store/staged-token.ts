import { mostTokens } from '../../schema/api/hardware-token.ts'
import type { TokenConflict } from '../../schema/api/token-series.ts'
import { command, type Query, type Row } from './trip.ts'

/** A token of a file as it waits to become one; its secret is sealed already. Bytes are in hexadecimal. */
export type StagedToken = {
  line: number
  id: string
  serial: string
  canonicalSerial: string
  sealed: string
  mark: string
  algorithm: string
  digits: number
  period: number
  model: string
}

/** Whom a file gives a token to: by their username in canonical form, or by their address. */
export type OwnerName = { username: string | null; email: string }
export type StagedOwner = OwnerName & { tokenId: string; factorId: string }

/** In JSON, in the order in which `stagedTokens` names what is in it. */
export const stagedRow = (token: StagedToken): string =>
  JSON.stringify([
    token.line,
    token.id,
    token.serial,
    token.canonicalSerial,
    token.sealed,
    token.mark,
    token.algorithm,
    token.digits,
    token.period,
    token.model,
  ])

/** The staged rows of the run ?2 of the import ?1. */
export const stagedTokens = `(
  SELECT value ->> 0 AS line, value ->> 1 AS id, value ->> 2 AS serial, value ->> 3 AS canonical_serial,
    unhex(value ->> 4) AS sealed, unhex(value ->> 5) AS secret_mark, value ->> 6 AS algorithm,
    value ->> 7 AS digits, value ->> 8 AS period, value ->> 9 AS model
  FROM staged_token JOIN json_each(staged_token.tokens)
  WHERE import_id = ?1 AND run = ?2)`

/** Rows of one run of an import, the first of which is the nth. Under 1.5 MB in all. */
export type Chunk = { first: number; rows: string[]; owners: StagedOwner[] }

/** More rows of an import that is running. */
export const stageTokens = (
  db: D1Database,
  { importId, run }: { importId: string; run: string },
  { first, rows, owners }: Chunk,
) => ({
  staged: command(
    db
      .prepare(
        `INSERT INTO staged_token (import_id, run, first, count, tokens)
         SELECT id, ?2, ?3, ?4, ?5 FROM token_import WHERE id = ?1 AND state = 'running'`,
      )
      .bind(importId, run, first, rows.length, `[${rows.join()}]`),
  ),
  owners:
    owners.length === 0
      ? null
      : command(
          db
            .prepare(
              `INSERT INTO staged_owner (import_id, run, token_id, owner_name, owner_email, factor_id)
               SELECT ?1, ?2, value ->> 'tokenId', value ->> 'username', value ->> 'email',
                 value ->> 'factorId'
               FROM json_each(?3)
               WHERE EXISTS (SELECT 1 FROM token_import WHERE id = ?1 AND state = 'running')`,
            )
            .bind(importId, run, JSON.stringify(owners)),
        ),
  progress: command(
    db
      .prepare(
        `UPDATE token_import SET staged = max(staged, ?2) WHERE id = ?1 AND state = 'running'`,
      )
      .bind(importId, first + rows.length),
  ),
})

/** A row as `lookUpTokens` takes it. */
export const askedRow = ({
  line,
  canonicalSerial,
  mark,
  owner,
}: Pick<StagedToken, 'line' | 'canonicalSerial' | 'mark'> & { owner: OwnerName | null }): string =>
  JSON.stringify([line, canonicalSerial, mark, ...(owner ? [owner.username, owner.email] : [])])

/** What would become of some rows. */
export type Outlook = {
  new: number
  known: number
  conflict: number
  /** The first of the conflicts. */
  conflicts: { line: number; reason: TokenConflict }[]
  assigned: number
  unknownOwners: number
}

/**
 * Whom a row's owner is, as an expression: somebody with that username, else the only one with that address,
 * where that person may hold such a token, and one more. The names must be no columns of a person.
 *
 * @param roles the parameter that lists the roles which the actor may give tokens to
 */
export const ownerOf = (username: string, email: string, roles: string): string => `(
  SELECT user.id FROM user JOIN user_policy ON user_policy.user_id = user.id
  WHERE user.id = coalesce(
      (SELECT id FROM user WHERE canonical_username = ${username}),
      (SELECT CASE count(*) WHEN 1 THEN max(id) END FROM user
       WHERE lower(email) = lower(${email}) AND email <> ''))
    AND user.disabled_at IS NULL AND user_policy.allow_hardware_2fa = 1
    AND user.role IN (SELECT value FROM json_each(${roles}))
    AND (SELECT count(*) FROM factor
         WHERE factor.user_id = user.id AND factor.method = 'hardware') < ${mostTokens})`

/**
 * What would become of these rows; only exceptions are told one by one.
 *
 * @param rows of `askedRow`, under 1.5 MB in all
 * @param most how many conflicts to name
 */
export const lookUpTokens = (
  db: D1Database,
  { rows, roles, most }: { rows: string[]; roles: readonly string[]; most: number },
): Query<Outlook> => ({
  statement: db
    .prepare(
      `WITH found AS MATERIALIZED (
         SELECT value ->> 0 AS line, value ->> 3 AS owner_name, value ->> 4 AS owner_email,
           by_serial.id AS by_serial, by_mark.id AS by_mark
         FROM json_each(?1)
         LEFT JOIN hardware_token AS by_serial ON by_serial.canonical_serial = value ->> 1
         LEFT JOIN hardware_token AS by_mark ON by_mark.secret_mark = unhex(value ->> 2)),
       fresh AS MATERIALIZED (
         SELECT ${ownerOf('owner_name', 'owner_email', '?2')} AS owner FROM found
         WHERE owner_email IS NOT NULL AND by_serial IS NULL AND by_mark IS NULL)
       SELECT count(*) FILTER (WHERE by_serial IS NULL AND by_mark IS NULL) AS new,
         count(*) FILTER (WHERE by_serial = by_mark) AS known,
         (SELECT count(*) FROM fresh WHERE owner IS NOT NULL) AS assigned,
         (SELECT count(*) FROM fresh WHERE owner IS NULL) AS unknown_owners,
         (SELECT json_group_array(json_object('line', line, 'reason', reason)) FROM (
            SELECT line, iif(by_serial IS NULL, 'secret-conflict', 'serial-conflict') AS reason
            FROM found WHERE by_serial IS NOT by_mark ORDER BY line LIMIT ?3)) AS conflicts
       FROM found`,
    )
    .bind(`[${rows.join()}]`, JSON.stringify(roles), most),
  read: ([row]) => toOutlook(row ?? {}, rows.length),
})

const toOutlook = (row: Row, asked: number): Outlook => {
  const [fresh, known] = [Number(row['new']), Number(row['known'])]
  return {
    new: fresh,
    known,
    conflict: asked - fresh - known,
    conflicts: JSON.parse(row['conflicts'] as string) as Outlook['conflicts'],
    assigned: row['assigned'] as number,
    unknownOwners: row['unknown_owners'] as number,
  }
}
