import type { AuditAction } from '../../schema/api/audit.ts'
import { command, type Query } from './trip.ts'

/** One thing that happened. `outcome` is a word, never text from a person, a secret or a code. */
export type AuditEntry = {
  eventId: string
  action: AuditAction
  outcome: string
  /** Who did it, and to whom; null where nobody could be named. */
  actorId: string | null
  subjectId: string | null
  network: string
  browser: string
}

/** A line in the log, whatever else the batch does. */
export const audit = (db: D1Database, entry: AuditEntry, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      )
      .bind(...columns(entry, now)),
  )

/**
 * What must be true of the row with that id, at this place in the batch, for the line to be written.
 * Rows that belong to a person must be the subject's.
 */
export type AuditCondition = {
  when:
    | 'session-exists'
    | 'session-missing'
    | 'trust-exists'
    | 'factor-exists'
    | 'factor-gone'
    | 'user-exists'
    | 'grant-exists'
    | 'access-exists'
    | 'site-session-exists'
    | 'application-key-exists'
  id: string
}

/** As `audit`, where only the batch itself can tell whether the thing happens. */
export const auditIf = (
  db: D1Database,
  entry: AuditEntry,
  { when, id }: AuditCondition,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         WHERE CASE ?9
           WHEN 'session-exists' THEN EXISTS (SELECT 1 FROM session WHERE id = ?10 AND user_id = ?6)
           WHEN 'session-missing' THEN NOT EXISTS (SELECT 1 FROM session WHERE id = ?10)
           WHEN 'trust-exists' THEN
             EXISTS (SELECT 1 FROM trusted_browser WHERE id = ?10 AND user_id = ?6)
           WHEN 'factor-exists' THEN EXISTS (SELECT 1 FROM factor WHERE id = ?10 AND user_id = ?6)
           WHEN 'factor-gone' THEN NOT EXISTS (SELECT 1 FROM factor WHERE id = ?10)
           WHEN 'user-exists' THEN EXISTS (SELECT 1 FROM user WHERE id = ?10)
           WHEN 'site-session-exists' THEN
             EXISTS (SELECT 1 FROM site_session WHERE id = ?10 AND user_id = ?6)
           WHEN 'grant-exists' THEN
             EXISTS (SELECT 1 FROM access_grant WHERE id = ?10 AND user_id = ?6)
           WHEN 'access-exists' THEN
             EXISTS (SELECT 1 FROM consent WHERE application_id = ?10 AND user_id = ?6)
             OR EXISTS (SELECT 1 FROM access_grant
               WHERE application_id = ?10 AND user_id = ?6 AND ended_at IS NULL)
           WHEN 'application-key-exists' THEN
             EXISTS (SELECT 1 FROM application_key WHERE id = ?10)
         END`,
      )
      .bind(...columns(entry, now), when, id),
  )

/** As `audit`, where this very event spent that subject (store/single-use.ts). */
export const auditSpent = (
  db: D1Database,
  entry: AuditEntry,
  subject: string,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         WHERE EXISTS (SELECT 1 FROM single_use WHERE subject = ?9 AND event_id = ?2)`,
      )
      .bind(...columns(entry, now), subject),
  )

/** As `audit`, about whoever that session token belongs to; before the session is deleted. */
export const auditSessionOwner = (
  db: D1Database,
  entry: AuditEntry,
  tokenHash: ArrayBuffer,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, ?3, ?4, coalesce(?5, user_id), coalesce(?6, user_id), ?7, ?8
         FROM session WHERE token_hash = ?9`,
      )
      .bind(...columns(entry, now), tokenHash),
  )

/**
 * A flood of refusals leaves one line a minute, person and network, not one each.
 *
 * @param open where given, each has its line while this subject is not shut (store/attempt.ts)
 */
export const auditThrottled = (
  db: D1Database,
  entry: AuditEntry,
  now: number,
  open: string | null = null,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         WHERE NOT EXISTS (
           SELECT 1 FROM (SELECT at, action, outcome, actor_id, subject_id, network FROM audit
                         ORDER BY id DESC LIMIT 200)
           WHERE at > ?1 - 60 AND action = ?3 AND outcome = ?4 AND actor_id IS ?5
             AND subject_id IS ?6 AND network = ?7)
           OR (?9 IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM attempt WHERE subject = ?9 AND not_before > ?1))`,
      )
      .bind(...columns(entry, now), open),
  )

const columns = (entry: AuditEntry, now: number) => [
  now,
  entry.eventId,
  entry.action,
  entry.outcome,
  entry.actorId,
  entry.subjectId,
  entry.network,
  entry.browser,
]
