import * as v from 'valibot'
import { NewApplication } from '../../schema/api/application.ts'
import { type Query, type Row, single } from './trip.ts'

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
