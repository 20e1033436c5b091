import type { AuditEntry } from './audit.ts'
import { command, type Query } from './trip.ts'
import type { NewUserRecord } from './user.ts'

/** Somebody from a file, with the groups that they join. */
export type ImportedUser = NewUserRecord & { groupIds: string[] }

/** Which of those usernames are taken, and the ids of those groups; all names are canonical. */
export const readImportFacts = (
  db: D1Database,
  { usernames, groups }: { usernames: readonly string[]; groups: readonly string[] },
): { taken: Query<Set<string>>; groups: Query<Map<string, string>> } => ({
  taken: {
    statement: db
      .prepare(
        `SELECT canonical_username FROM user
         WHERE canonical_username IN (SELECT value FROM json_each(?1))`,
      )
      .bind(JSON.stringify(usernames)),
    read: (rows) => new Set(rows.map((row) => row['canonical_username'] as string)),
  },
  groups: {
    statement: db
      .prepare(
        `SELECT id, canonical_name FROM user_group
         WHERE canonical_name IN (SELECT value FROM json_each(?1))`,
      )
      .bind(JSON.stringify([...new Set(groups)])),
    read: (rows) =>
      new Map(rows.map((row) => [row['canonical_name'] as string, row['id'] as string])),
  },
})

/** All of them whose names are still free, with their groups. `added`: how many. */
export const insertUsers = (db: D1Database, users: readonly ImportedUser[], now: number) => {
  const json = JSON.stringify(users)
  return {
    added: {
      statement: db
        .prepare(
          `INSERT INTO user (id, username, canonical_username, display_name, email, phone, role,
             mfa_required, may_trust, must_change_password, password_hash, attempt_subject, created_at)
           SELECT value ->> 'id', value ->> 'username', value ->> 'canonicalUsername',
             value ->> 'displayName', value ->> 'email', value ->> 'phone', value ->> 'role',
             value ->> 'mfaRequired', value ->> 'mayTrust', value ->> 'mustChangePassword',
             value ->> 'passwordHash', value ->> 'attemptSubject', ?2
           FROM json_each(?1) WHERE true
           ON CONFLICT (canonical_username) DO NOTHING RETURNING id`,
        )
        .bind(json, now),
      read: (rows: unknown[]) => rows.length,
    },
    members: command(
      db
        .prepare(
          `INSERT INTO group_member (group_id, user_id, canonical_username)
           SELECT user_group.id, user.id, user.canonical_username
           FROM json_each(?1) AS person
           JOIN user ON user.id = person.value ->> 'id'
           JOIN json_each(person.value, '$.groupIds') AS joined
           JOIN user_group ON user_group.id = joined.value AND everyone = 0
           WHERE true ON CONFLICT DO NOTHING`,
        )
        .bind(json),
    ),
  }
}

/** A line for each of them who is there by now, with their role as its outcome. */
export const auditImported = (
  db: D1Database,
  entry: AuditEntry,
  users: readonly ImportedUser[],
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, 'user-added', role, ?3, id, ?4, ?5
         FROM user WHERE id IN (SELECT value FROM json_each(?6))`,
      )
      .bind(
        now,
        entry.eventId,
        entry.actorId,
        entry.network,
        entry.browser,
        JSON.stringify(users.map(({ id }) => id)),
      ),
  )

/** One line for all of them; its outcome says how many there are by now. */
export const auditImport = (
  db: D1Database,
  entry: AuditEntry,
  users: readonly ImportedUser[],
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?1, ?2, ?3, ?4 || ':' || count(*), ?5, ?6, ?7, ?8
         FROM user WHERE id IN (SELECT value FROM json_each(?9))`,
      )
      .bind(
        now,
        entry.eventId,
        entry.action,
        entry.outcome,
        entry.actorId,
        entry.subjectId,
        entry.network,
        entry.browser,
        JSON.stringify(users.map(({ id }) => id)),
      ),
  )
