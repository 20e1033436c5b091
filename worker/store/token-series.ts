import type { TokenSeries, TokenSeriesDetails } from '../../schema/api/token-series.ts'
import type { AuditEntry } from './audit.ts'
import { command, many, type Query, type Row, single } from './trip.ts'

const toSeries = (row: Row): TokenSeries => ({
  id: row['id'] as string,
  label: row['label'] as string,
  format: row['format'] as TokenSeries['format'],
  tokens: row['tokens'] as number,
  assigned: row['assigned'] as number,
  createdAt: row['created_at'] as number,
})

/** Newest first. Each is a file that somebody once brought: there are few. */
export const listSeries = (db: D1Database): Query<TokenSeries[]> =>
  many(
    db.prepare(
      `SELECT id, label, format, tokens, assigned, created_at FROM token_series
       ORDER BY created_at DESC, id LIMIT 1000`,
    ),
    toSeries,
  )

export const readSeries = (db: D1Database, id: string): Query<TokenSeriesDetails | null> =>
  single(
    db
      .prepare(
        `SELECT id, label, format, tokens, assigned, created_at,
           (SELECT count(DISTINCT user_id) FROM factor WHERE id IN (${factorsOfSeries})) AS people
         FROM token_series WHERE id = ?1`,
      )
      .bind(id),
    (row) => ({ ...toSeries(row), people: row['people'] as number }),
  )

export const renameSeries = (db: D1Database, id: string, label: string): Query<null> =>
  command(db.prepare(`UPDATE token_series SET label = ?2 WHERE id = ?1`).bind(id, label))

const factorsOfSeries = `SELECT factor_id FROM hardware_token
  WHERE series_id = ?1 AND factor_id IS NOT NULL`
const holders = `SELECT user_id FROM factor WHERE id IN (${factorsOfSeries})`

/**
 * A series goes with all of its tokens, and with it what rests on them: the factors of whoever held one, as
 * a reset by an administrator ends them (design rule 4). One line in the log says how many of both, and each
 * of those people gets a line of their own.
 *
 * @param line for the series; @param each for a person, whose id is put in here
 */
export const deleteSeries = (
  db: D1Database,
  id: string,
  { line, each }: { line: AuditEntry; each: AuditEntry },
  now: number,
) => {
  const run = (sql: string) => command(db.prepare(sql).bind(id))
  return {
    audited: auditDeletion(db, id, line, now),
    auditedEach: auditHolders(db, id, each, now),
    deleted: counted(db, id),
    bumped: run(`UPDATE user SET security_stamp = security_stamp + 1 WHERE id IN (${holders})`),
    codesDead: run(`DELETE FROM one_time_code WHERE user_id IN (${holders})`),
    trustEnded: run(`DELETE FROM trusted_browser WHERE user_id IN (${holders})`),
    // Recovery codes stand in for a factor; without one they would be a second password.
    orphaned: run(
      `DELETE FROM factor WHERE method = 'recovery' AND user_id IN (${holders})
         AND NOT EXISTS (SELECT 1 FROM real_factor
           WHERE real_factor.user_id = factor.user_id
             AND real_factor.id NOT IN (${factorsOfSeries}))`,
    ),
    // Each token takes the factor along that it proved, by a trigger: to empty it first took twice as long.
    seriesGone: run(`DELETE FROM token_series WHERE id = ?1`),
  }
}

const counted = (db: D1Database, id: string): Query<{ tokens: number; people: number } | null> =>
  single(
    db
      .prepare(
        `SELECT tokens, (SELECT count(DISTINCT user_id) FROM (${holders})) AS people
         FROM token_series WHERE id = ?1`,
      )
      .bind(id),
    (row) => ({ tokens: row['tokens'] as number, people: row['people'] as number }),
  )

const auditDeletion = (db: D1Database, id: string, entry: AuditEntry, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?2, ?3, ?4, 'tokens:' || tokens || '+people:' ||
             (SELECT count(DISTINCT user_id) FROM (${holders})), ?5, ?6, ?7, ?8
         FROM token_series WHERE id = ?1`,
      )
      .bind(id, now, entry.eventId, entry.action, ...whoAndWhere(entry)),
  )

const auditHolders = (db: D1Database, id: string, entry: AuditEntry, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT DISTINCT ?2, ?3, ?4, ?5, ?6, user_id, ?7, ?8 FROM (${holders})`,
      )
      .bind(
        id,
        now,
        entry.eventId,
        entry.action,
        entry.outcome,
        entry.actorId,
        entry.network,
        entry.browser,
      ),
  )

const whoAndWhere = ({ actorId, subjectId, network, browser }: AuditEntry) => [
  actorId,
  subjectId,
  network,
  browser,
]
