import type { TokenImportProgress, TokenImportReport } from '../../schema/api/token-series.ts'
import { maxErrors } from '../../schema/api/token-series.ts'
import type { AuditEntry } from './audit.ts'
import { ownerOf, stagedTokens } from './staged-token.ts'
import { command, type Query, single } from './trip.ts'

/** One import, by the id that whoever imports chose. `requestHash` is in hexadecimal. */
export type TokenImportRecord = TokenImportProgress & {
  userId: string
  requestHash: string
  /** Once done, what it answered. */
  report: TokenImportReport | null
}

export const readImport = (db: D1Database, id: string): Query<TokenImportRecord | null> =>
  single(
    db
      .prepare(
        `SELECT user_id, lower(hex(request_hash)) AS request_hash, state, total, staged, series_id, report
         FROM token_import WHERE id = ?1`,
      )
      .bind(id),
    (row) => ({
      userId: row['user_id'] as string,
      requestHash: row['request_hash'] as string,
      state: row['state'] as TokenImportRecord['state'],
      total: row['total'] as number,
      staged: row['staged'] as number,
      seriesId: row['series_id'] as string | null,
      report:
        row['report'] === null ? null : (JSON.parse(row['report'] as string) as TokenImportReport),
    }),
  )

/** It runs from now on, if nobody began it before; `begun` is what there is by now. */
export const beginImport = (
  db: D1Database,
  {
    id,
    userId,
    requestHash,
    total,
  }: { id: string; userId: string; requestHash: string; total: number },
  now: number,
) => ({
  began: command(
    db
      .prepare(
        `INSERT INTO token_import (id, user_id, request_hash, state, total, created_at)
         VALUES (?1, ?2, unhex(?3), 'running', ?4, ?5) ON CONFLICT (id) DO NOTHING`,
      )
      .bind(id, userId, requestHash, total, now),
  ),
  begun: readImport(db, id),
})

export type FinishedImport = {
  id: string
  /** The one that staged the rows. */
  run: string
  seriesId: string
  label: string
  format: string
  /** Of the file, in hexadecimal. */
  fileHash: string
  total: number
  /** What is known of the file itself; what became of its rows is put in. */
  report: TokenImportReport
  /** Of people to whom the actor may give tokens. */
  roles: readonly string[]
  /** What the name of a factor begins with that is such a token; its serial follows. */
  factorName: string
  /** A line for the import; a line for each token that somebody is given, with its serial and their id put in. */
  line: AuditEntry
  each: AuditEntry
}

/**
 * All rows of an import become tokens, where their serial and their secret are still new: a series, and
 * factors for those to whom the file gives them. `report` is what the import answers from now on.
 *
 * @throws AssertionFailed import_is_whole, by the trip, where it does not run any more, or not all is staged
 */
export const finishImport = (db: D1Database, done: FinishedImport, now: number) => ({
  whole: importIsWhole(db, done),
  series: command(
    db
      .prepare(
        `INSERT INTO token_series (id, label, file_hash, format, tokens, created_at)
         VALUES (?1, ?2, unhex(?3), ?4, 0, ?5)`,
      )
      .bind(done.seriesId, done.label, done.fileHash, done.format, now),
  ),
  tokens: command(
    db
      .prepare(
        `INSERT INTO hardware_token (id, series_id, serial, canonical_serial, sealed, secret_mark,
           algorithm, digits, period, model)
         SELECT id, ?3, serial, canonical_serial, sealed, secret_mark, algorithm, digits, period, model
         FROM ${stagedTokens} WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(done.id, done.run, done.seriesId),
  ),
  counted: command(
    db
      .prepare(
        `UPDATE token_series SET tokens = (SELECT count(*) FROM hardware_token WHERE series_id = ?1)
         WHERE id = ?1`,
      )
      .bind(done.seriesId),
  ),
  ...giveToOwners(db, done, now),
  report: concludeImport(db, done),
  emptySeries: command(
    db.prepare(`DELETE FROM token_series WHERE id = ?1 AND tokens = 0`).bind(done.seriesId),
  ),
  audit: auditImport(db, done, now),
  cleared: command(db.prepare(`DELETE FROM staged_token WHERE import_id = ?1`).bind(done.id)),
  ownersCleared: command(db.prepare(`DELETE FROM staged_owner WHERE import_id = ?1`).bind(done.id)),
})

const importIsWhole = (db: D1Database, { id, run }: FinishedImport): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (import_is_whole) SELECT 0
         WHERE NOT EXISTS (SELECT 1 FROM token_import WHERE id = ?1 AND state = 'running'
           AND total = (SELECT coalesce(sum(count), 0) FROM staged_token
                        WHERE import_id = ?1 AND run = ?2))`,
      )
      .bind(id, run),
  )

/** Tokens that came to be in the run ?2 of the import ?1, and that the file gives to somebody. */
const given = `staged_owner JOIN hardware_token ON hardware_token.id = token_id
  WHERE import_id = ?1 AND run = ?2`

const giveToOwners = (
  db: D1Database,
  { id, run, roles, factorName, each }: FinishedImport,
  now: number,
) => ({
  factors: command(
    db
      .prepare(
        `INSERT INTO factor (id, user_id, method, name, created_at, handed_over)
         SELECT factor_id, owner, 'hardware', ?4 || serial, ?5, 1 FROM (
           SELECT staged_owner.factor_id, serial, ${ownerOf('owner_name', 'owner_email', '?3')} AS owner
           FROM ${given})
         WHERE owner IS NOT NULL`,
      )
      .bind(id, run, JSON.stringify(roles), factorName, now),
  ),
  handedOver: command(
    db
      .prepare(
        `UPDATE hardware_token SET factor_id = staged_owner.factor_id FROM staged_owner
         WHERE import_id = ?1 AND run = ?2 AND token_id = hardware_token.id
           AND staged_owner.factor_id IN (SELECT id FROM factor)`,
      )
      .bind(id, run),
  ),
  // Who was about to enroll on the password alone is asked for a code of this token instead.
  held: command(
    db
      .prepare(
        `DELETE FROM pending_login WHERE user_id IN (SELECT user_id FROM factor
           WHERE id IN (SELECT staged_owner.factor_id FROM ${given}))`,
      )
      .bind(id, run),
  ),
  auditEach: command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?3, ?4, ?5, hardware_token.canonical_serial, ?6, user_id, ?7, ?8
         FROM factor JOIN hardware_token ON hardware_token.factor_id = factor.id
         WHERE factor.id IN (SELECT staged_owner.factor_id FROM ${given})`,
      )
      .bind(id, run, now, each.eventId, each.action, each.actorId, each.network, each.browser),
  ),
})

/**
 * It is done, and says what became of its rows. What is no token of the new series was there before: the
 * same, or in the way.
 */
const concludeImport = (db: D1Database, done: FinishedImport): Query<TokenImportReport | null> =>
  single(
    db
      .prepare(
        `WITH conflict AS MATERIALIZED (
           SELECT line, iif(EXISTS (SELECT 1 FROM hardware_token AS other
                                    WHERE other.canonical_serial = staged.canonical_serial),
                            'serial-conflict', 'secret-conflict') AS reason
           FROM ${stagedTokens} AS staged
           WHERE ?5 > (SELECT tokens FROM token_series WHERE id = ?3)
             AND NOT EXISTS (SELECT 1 FROM hardware_token AS same
               WHERE same.canonical_serial = staged.canonical_serial
                 AND same.secret_mark = staged.secret_mark)),
         named AS (
           SELECT line, reason FROM conflict
           UNION ALL SELECT value ->> 'line', value ->> 'reason' FROM json_each(?4, '$.errors')
           ORDER BY 1 LIMIT ${maxErrors}),
         owned AS (SELECT count(*) AS n FROM ${given}),
         became AS (SELECT tokens AS new, assigned, (SELECT count(*) FROM conflict) AS conflict
                    FROM token_series WHERE id = ?3)
         UPDATE token_import SET state = 'done', staged = total,
           series_id = (SELECT ?3 FROM became WHERE new > 0),
           report = (SELECT json_patch(json_set(?4,
               '$.counts.new', new, '$.counts.known', CAST(?5 AS INTEGER) - new - conflict,
               '$.counts.conflict', conflict,
               '$.assigned', assigned, '$.unknownOwners', (SELECT n FROM owned) - assigned,
               '$.errors', json((SELECT json_group_array(json_object('line', line, 'reason', reason))
                                 FROM named))),
             iif(new > 0, json_object('id', ?3), '{}')) FROM became)
         WHERE id = ?1 RETURNING report`,
      )
      .bind(done.id, done.run, done.seriesId, JSON.stringify(done.report), done.total),
    (row) => JSON.parse(row['report'] as string) as TokenImportReport,
  )

/** Counts, and nothing of what the file says. */
const auditImport = (db: D1Database, { id, line }: FinishedImport, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?2, ?3, ?4, 'new:' || (report ->> '$.counts.new')
             || '+known:' || (report ->> '$.counts.known')
             || '+conflict:' || (report ->> '$.counts.conflict')
             || '+bad:' || (report ->> '$.counts.bad')
             || '+assigned:' || (report ->> '$.assigned'), ?5, ?6, ?7, ?8
         FROM token_import WHERE id = ?1`,
      )
      .bind(
        id,
        now,
        line.eventId,
        line.action,
        line.actorId,
        line.subjectId,
        line.network,
        line.browser,
      ),
  )
