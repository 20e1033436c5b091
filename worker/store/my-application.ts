import { isInAudience } from './access-grant.ts'
import { many, type Query, type Row } from './trip.ts'

const toAccess = (row: Row) => ({
  applicationId: row['application_id'] as string,
  scopes: JSON.parse(row['scopes'] as string) as string[],
  since: row['since'] as number,
  offline: row['offline'] === 1,
})
export type MyAccess = ReturnType<typeof toAccess>

/** Of ?1, redeemed and not ended: good while that sign-in lasts, or for as long as it is refreshed. */
const liveGrant = `access_grant.user_id = ?1 AND redeemed_by IS NOT NULL AND ended_at IS NULL
  AND access_grant.security_stamp = (SELECT security_stamp FROM user WHERE id = ?1)
  AND (EXISTS (SELECT 1 FROM session WHERE session.sid = access_grant.sid
      AND session.user_id = access_grant.user_id
      AND session.security_stamp = access_grant.security_stamp)
    OR (offline = 1 AND EXISTS (SELECT 1 FROM refresh_token
      WHERE grant_id = access_grant.id AND used_by IS NULL AND expires_at > ?2)))`

/** What applications hold of this person: consents, and grants that live. */
export const listMyAccess = (db: D1Database, userId: string, now: number): Query<MyAccess[]> =>
  many(
    db
      .prepare(
        `SELECT application_id, scopes, given_at AS since, 0 AS offline
         FROM consent WHERE user_id = ?1
         UNION ALL
         SELECT application_id, scopes, created_at, offline FROM access_grant WHERE ${liveGrant}
         LIMIT 1000`,
      )
      .bind(userId, now),
    toAccess,
  )

/** Applications in use that this person may open, and those that hold something of theirs. */
export const listMyApplications = (
  db: D1Database,
  userId: string,
  now: number,
): Query<{ id: string; name: string; homeUrl: string }[]> =>
  many(
    db
      .prepare(
        `SELECT id, name, iif(${isInAudience('?1')}, home_url, '') AS home_url FROM application
         WHERE disabled_at IS NULL AND ((home_url <> '' AND ${isInAudience('?1')})
           OR EXISTS (SELECT 1 FROM consent WHERE application_id = application.id AND user_id = ?1)
           OR EXISTS (SELECT 1 FROM access_grant
             WHERE application_id = application.id AND ${liveGrant}))
         ORDER BY name COLLATE NOCASE, id LIMIT 500`,
      )
      .bind(userId, now),
    (row) => ({
      id: row['id'] as string,
      name: row['name'] as string,
      homeUrl: row['home_url'] as string,
    }),
  )
