import type { AuditAction, AuditLine, AuditPerson } from '../../schema/api/audit.ts'
import { many, type Query, type Row } from './trip.ts'

/** Which lines are wanted. Ids and times that are null bound nothing; `since` and `until` belong to it. */
export type AuditFilter = {
  action: AuditAction | null
  /** Whoever did it, or to whom it was done. */
  person: string | null
  since: number | null
  until: number | null
  /** Only lines with a lower id, or with a higher one. */
  before: number | null
  after: number | null
}

/** A line with the name that each of its people has today. */
export type NamedLine = AuditLine & { eventId: string }

const toLine = (row: Row): NamedLine => ({
  id: String(row['id']),
  at: row['at'] as number,
  eventId: row['event_id'] as string,
  action: row['action'] as AuditAction,
  outcome: row['outcome'] as string,
  actor: toPerson(row['actor_id'], row['actor_name']),
  subject: toPerson(row['subject_id'], row['subject_name']),
  network: row['network'] as string,
  browser: row['browser'] as string,
  application: toApplication(row),
})

/** `oidc@<id>`: what happened at an application names it behind its word. */
const toApplication = (row: Row): AuditLine['application'] => {
  const [, id] = /@([0-9a-f-]{36})$/.exec(row['outcome'] as string) ?? []
  return id ? { id, name: row['application_name'] as string | null } : null
}

const toPerson = (id: unknown, name: unknown): AuditPerson | null =>
  id === null ? null : { id: id as string, username: name as string | null }

/**
 * A line's id is given when it is written, its time when its request arrived, at most a minute or two
 * before: so a time bounds ids, with that much to spare, and a page is found by id alone.
 * ?3 before, ?4 after, ?5 since, ?6 until.
 */
const bounds = `bounds AS (
  SELECT
    max(?4, CASE WHEN ?5 IS NULL THEN 0 ELSE coalesce(
      (SELECT id FROM audit WHERE at < ?5 - 120 ORDER BY at DESC, id DESC LIMIT 1), 0) END) AS low,
    min(?3, CASE WHEN ?6 IS NULL THEN ?3 ELSE coalesce(
      (SELECT id FROM audit WHERE at > ?6 + 120 ORDER BY at, id LIMIT 1), ?3) END) AS high)`

/**
 * One index each: what it finds comes in the order of ids, and ends with the page. Two are named, for
 * without statistics the shorter ones look as good.
 */
const sources = {
  all: `SELECT id FROM audit
    WHERE id > (SELECT low FROM bounds) AND id < (SELECT high FROM bounds)
      AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
    ORDER BY id DESC LIMIT ?7`,
  action: `SELECT id FROM audit
    WHERE action = ?1 AND id > (SELECT low FROM bounds) AND id < (SELECT high FROM bounds)
      AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
    ORDER BY id DESC LIMIT ?7`,
  person: `SELECT id FROM (
      SELECT id FROM audit
      WHERE subject_id = ?2 AND id > (SELECT low FROM bounds) AND id < (SELECT high FROM bounds)
        AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
      ORDER BY id DESC LIMIT ?7)
    UNION ALL SELECT id FROM (
      SELECT id FROM audit
      WHERE actor_id = ?2 AND actor_id IS NOT subject_id
        AND id > (SELECT low FROM bounds) AND id < (SELECT high FROM bounds)
        AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
      ORDER BY id DESC LIMIT ?7)
    ORDER BY id DESC LIMIT ?7`,
  personAndAction: `SELECT id FROM (
      SELECT id FROM audit INDEXED BY audit_by_subject_action
      WHERE subject_id = ?2 AND action = ?1
        AND id > (SELECT low FROM bounds) AND id < (SELECT high FROM bounds)
        AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
      ORDER BY id DESC LIMIT ?7)
    UNION ALL SELECT id FROM (
      SELECT id FROM audit INDEXED BY audit_by_actor_action
      WHERE actor_id = ?2 AND action = ?1 AND actor_id IS NOT subject_id
        AND id > (SELECT low FROM bounds) AND id < (SELECT high FROM bounds)
        AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at <= ?6)
      ORDER BY id DESC LIMIT ?7)
    ORDER BY id DESC LIMIT ?7`,
} as const

const sourceOf = ({ action, person }: AuditFilter): string => {
  if (person !== null) return action === null ? sources.person : sources.personAndAction
  return action === null ? sources.all : sources.action
}

/** The newest lines of a kind, the newest first. Reads as many rows as it gives, in a log of any size. */
export const listAudit = (db: D1Database, filter: AuditFilter, limit: number): Query<NamedLine[]> =>
  many(
    db
      .prepare(
        `WITH ${bounds}, page AS MATERIALIZED (${sourceOf(filter)})
         SELECT audit.id, at, event_id, action, outcome, actor_id, subject_id, network, browser,
           actor.username AS actor_name, subject.username AS subject_name,
           application.name AS application_name
         FROM page CROSS JOIN audit ON audit.id = page.id
           LEFT JOIN user AS actor ON actor.id = audit.actor_id
           LEFT JOIN user AS subject ON subject.id = audit.subject_id
           LEFT JOIN application ON instr(outcome, '@') > 0
             AND application.id = substr(outcome, instr(outcome, '@') + 1)
         ORDER BY page.id DESC`,
      )
      .bind(
        filter.action,
        filter.person,
        filter.before ?? Number.MAX_SAFE_INTEGER,
        filter.after ?? 0,
        filter.since,
        filter.until,
        limit,
      ),
    toLine,
  )
