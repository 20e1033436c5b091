import * as v from 'valibot'
import { type ApplicationLine, NewApplication } from '../../schema/api/application.ts'
import { command, many, type Query, type Row, single } from './trip.ts'

/** An application as decisions see it. Times are unix seconds. */
export type ApplicationRecord = NewApplication & {
  id: string
  version: number
  createdAt: number
  /** Null: it is in use. */
  disabledAt: number | null
}

/**
 * Of a row `application`, whatever it is joined with: one column of that name, with the ids of its groups.
 * What reads it is `toApplication`.
 */
export const applicationColumns = `json_object(
  'id', application.id, 'version', application.version, 'createdAt', application.created_at,
  'disabledAt', application.disabled_at,
  'policy', json_object('kind', application.kind, 'name', application.name,
    'homeUrl', application.home_url, 'audience', application.audience,
    'groups', json((SELECT json_group_array(group_id) FROM application_group
      WHERE application_group.application_id = application.id)),
    'factor', application.factor, 'maxAge', application.max_age,
    'acceptTrust', json(iif(application.accept_trust, 'true', 'false')),
    'details', json(application.details))) AS application`

/** @throws ValiError when what is stored does not fit: a damaged application lets nobody in */
export const toApplication = (row: Row): ApplicationRecord => {
  const { policy, ...rest } = JSON.parse(row['application'] as string) as Pick<
    ApplicationRecord,
    'id' | 'version' | 'createdAt' | 'disabledAt'
  > & { policy: unknown }
  return { ...v.parse(NewApplication, policy), ...rest }
}

/** Disabled ones too. */
export const readApplication = (db: D1Database, id: string): Query<ApplicationRecord | null> =>
  single(
    db.prepare(`SELECT ${applicationColumns} FROM application WHERE id = ?1`).bind(id),
    toApplication,
  )

/** All, by name. What is disabled too. */
export const listApplications = (db: D1Database, now: number): Query<ApplicationLine[]> =>
  many(
    db
      .prepare(
        `SELECT id, kind, name, home_url, audience, disabled_at,
           (SELECT count(*) FROM application_key WHERE application_id = application.id
              AND (expires_at IS NULL OR expires_at > ?1)) AS keys,
           (SELECT max(at) FROM (
              SELECT max(last_used_at) AS at FROM application_key WHERE application_id = application.id
              UNION ALL SELECT max(created_at) FROM access_grant WHERE application_id = application.id
              UNION ALL SELECT max(created_at) FROM site_session WHERE application_id = application.id
           )) AS last_used_at
         FROM application ORDER BY name COLLATE NOCASE, id`,
      )
      .bind(now),
    (row) => ({
      id: row['id'] as string,
      kind: row['kind'] as ApplicationLine['kind'],
      name: row['name'] as string,
      homeUrl: row['home_url'] as string,
      audience: row['audience'] as ApplicationLine['audience'],
      disabledAt: row['disabled_at'] as number | null,
      keys: row['keys'] as number,
      lastUsedAt: row['last_used_at'] as number | null,
    }),
  )

const policyColumns = `kind, name, home_url, audience, factor, max_age, accept_trust, details`
const policyValues = (app: NewApplication) => [
  app.kind,
  app.name,
  app.homeUrl,
  app.audience,
  app.factor,
  app.maxAge,
  app.acceptTrust ? 1 : 0,
  JSON.stringify(app.details),
]

export const insertApplication = (
  db: D1Database,
  id: string,
  app: NewApplication,
  now: number,
) => ({
  added: command(
    db
      .prepare(
        `INSERT INTO application (id, ${policyColumns}, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
      )
      .bind(id, ...policyValues(app), now),
  ),
  ...placeApplication(db, id, app),
})

/**
 * The whole of it anew. Its secrets go where it has none to keep any more: `applicationIsUnchanged` before
 * it, and a key asks the same before it is made.
 */
export const updateApplication = (db: D1Database, id: string, app: NewApplication) => ({
  updated: command(
    db
      .prepare(
        `UPDATE application SET kind = ?2, name = ?3, home_url = ?4, audience = ?5, factor = ?6,
           max_age = ?7, accept_trust = ?8, details = ?9, version = version + 1 WHERE id = ?1`,
      )
      .bind(id, ...policyValues(app)),
  ),
  ungrouped: command(
    db.prepare(`DELETE FROM application_group WHERE application_id = ?1`).bind(id),
  ),
  displaced: command(db.prepare(`DELETE FROM site_origin WHERE application_id = ?1`).bind(id)),
  ...placeApplication(db, id, app),
})

/** Whom it is for, and where it is. An origin of another site undoes the batch (`origin_is_free`). */
const placeApplication = (db: D1Database, id: string, app: NewApplication) => ({
  grouped: command(
    db
      .prepare(
        `INSERT INTO application_group (application_id, group_id)
         SELECT DISTINCT ?1, value FROM json_each(?2)`,
      )
      .bind(id, JSON.stringify(app.groups)),
  ),
  placed: command(
    db
      .prepare(
        `INSERT INTO site_origin (origin, application_id) SELECT value, ?1 FROM json_each(?2)`,
      )
      .bind(id, JSON.stringify(app.kind === 'site' ? app.details.origins : [])),
  ),
})

/** A change like any other: what was read before it is out of date. */
export const disableApplication = (db: D1Database, id: string, at: number | null): Query<null> =>
  command(
    db
      .prepare(`UPDATE application SET disabled_at = ?2, version = version + 1 WHERE id = ?1`)
      .bind(id, at),
  )

/** All that is its goes along: keys, grants, sessions at it, trust. */
export const deleteApplication = (db: D1Database, id: string): Query<null> =>
  command(db.prepare(`DELETE FROM application WHERE id = ?1`).bind(id))
