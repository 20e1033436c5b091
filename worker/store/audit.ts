import { command, type Query } from './trip.ts'

/** What can happen. Past and exact; the wire's answers are duller on purpose. */
export type AuditAction =
  | 'setup'
  | 'sign-in'
  | 'sign-out'
  | 'step-up'
  | 'session-ended'
  | 'factor-enrolled'
  | 'factor-removed'
  | 'recovery-codes-made'
  | 'trust-granted'
  | 'trust-revoked'
  | 'trust-stolen'
  | 'trust-foreign'
  | 'user-added'
  | 'seal-broken'

/** One thing that happened. `outcome` is a word, never text from a person, a secret or a code. */
export type AuditEntry = {
  eventId: string
  action: AuditAction
  outcome: string
  actorId: string | null
  subjectId: string | null
  network: string
  browser: string
}

export const audit = (db: D1Database, entry: AuditEntry, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      )
      .bind(...columns(entry, now)),
  )

/** What must be true, within the batch that the line joins, for it to be written. */
export type AuditCondition = {
  when: 'session-exists' | 'session-missing' | 'user-exists' | 'factor-missing'
  id: string
}

/** As `audit`, where the batch itself decides whether the thing happened. */
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
           WHEN 'session-exists' THEN EXISTS (SELECT 1 FROM session WHERE id = ?10)
           WHEN 'session-missing' THEN NOT EXISTS (SELECT 1 FROM session WHERE id = ?10)
           WHEN 'user-exists' THEN EXISTS (SELECT 1 FROM user WHERE id = ?10)
           WHEN 'factor-missing' THEN NOT EXISTS (SELECT 1 FROM factor WHERE id = ?10)
         END`,
      )
      .bind(...columns(entry, now), when, id),
  )

/** A flood of refusals leaves one line a minute and network, not one each. */
export const auditThrottled = (db: D1Database, entry: AuditEntry, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         WHERE NOT EXISTS (
           SELECT 1 FROM (SELECT at, outcome, network FROM audit ORDER BY id DESC LIMIT 200)
           WHERE at > ?1 - 60 AND outcome = ?4 AND network = ?7)`,
      )
      .bind(...columns(entry, now)),
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
