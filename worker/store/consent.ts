import { type Query, type Row, single, verdict } from './trip.ts'

/** Whose consent, and to which application. */
export type ConsentKey = { userId: string; applicationId: string }

const toScopes = (row: Row): string[] => JSON.parse(row['scopes'] as string) as string[]

/** The scopes that this person agreed to; null: to none. */
export const readConsent = (
  db: D1Database,
  { userId, applicationId }: ConsentKey,
): Query<string[] | null> =>
  single(
    db
      .prepare(`SELECT scopes FROM consent WHERE user_id = ?1 AND application_id = ?2`)
      .bind(userId, applicationId),
    toScopes,
  )

/** Keeps what somebody agreed to beside what they had, with the grant that it led to and not without. */
export const saveConsent = (
  db: D1Database,
  { userId, applicationId }: ConsentKey,
  { scopes, grantId }: { scopes: readonly string[]; grantId: string },
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO consent (user_id, application_id, scopes, given_at)
         SELECT ?1, ?2, ?3, ?4
         WHERE EXISTS (SELECT 1 FROM access_grant
           WHERE id = ?5 AND user_id = ?1 AND application_id = ?2)
         ON CONFLICT (user_id, application_id) DO UPDATE SET given_at = excluded.given_at,
           scopes = (SELECT json_group_array(value) FROM (
             SELECT value FROM json_each(consent.scopes)
             UNION SELECT value FROM json_each(excluded.scopes)))
         RETURNING user_id`,
      )
      .bind(userId, applicationId, JSON.stringify(scopes), now, grantId),
  )

/** Takes it back; false: there was none. */
export const deleteConsent = (
  db: D1Database,
  { userId, applicationId }: ConsentKey,
): Query<boolean> =>
  verdict(
    db
      .prepare(`DELETE FROM consent WHERE user_id = ?1 AND application_id = ?2 RETURNING user_id`)
      .bind(userId, applicationId),
  )
