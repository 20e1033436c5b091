import type { ApiScope } from '../../schema/api/validate.ts'
import { type ApplicationRecord, applicationColumns, toApplication } from './application.ts'
import { command, type Query, single } from './trip.ts'

/** A program that asks with an API key, and what that key is good for. */
export type Program = {
  keyId: string
  scopes: string[]
  application: Extract<ApplicationRecord, { kind: 'api' }>
}

/** Whose API key that is, while it counts; and notes that it was used, at most once a minute. */
export const readProgram = (db: D1Database, secretHash: ArrayBuffer, now: number) => ({
  program: single(
    db
      .prepare(
        `SELECT application_key.id AS key_id, scopes, ${applicationColumns}
         FROM application_key JOIN application ON application.id = application_key.application_id
         WHERE secret_hash = ?1 AND (expires_at IS NULL OR expires_at > ?2)
           AND kind = 'api' AND disabled_at IS NULL`,
      )
      .bind(secretHash, now),
    (row): Program | null => {
      const application = toApplication(row)
      if (application.kind !== 'api') return null
      const scopes = JSON.parse(row['scopes'] as string) as string[]
      return { keyId: row['key_id'] as string, scopes, application }
    },
  ),
  used: command(
    db
      .prepare(
        `UPDATE application_key SET last_used_at = ?2
         WHERE secret_hash = ?1 AND (expires_at IS NULL OR expires_at > ?2)
           AND coalesce(last_used_at, 0) <= ?2 - 60
           AND application_id IN (SELECT id FROM application WHERE kind = 'api' AND disabled_at IS NULL)`,
      )
      .bind(secretHash, now),
  ) satisfies Query<null>,
})

/** A program as it was judged, for the statements that write what it gets. */
export type Asking = { keyId: string; version: number; scope: ApiScope }

/**
 * Whether it may still ask: its key is there and good for that, and its application is in use and as it was
 * read. `asking` names a parameter with an `Asking` in JSON, `now` one with the time.
 */
export const stillAsks = (asking: string, now: string): string => `EXISTS (
  SELECT 1 FROM application_key JOIN application AS asked ON asked.id = application_key.application_id
  WHERE application_key.id = ${asking} ->> 'keyId'
    AND (application_key.expires_at IS NULL OR application_key.expires_at > ${now})
    AND EXISTS (SELECT 1 FROM json_each(scopes) WHERE value = ${asking} ->> 'scope')
    AND asked.kind = 'api' AND asked.disabled_at IS NULL AND asked.version = ${asking} ->> 'version')`

/** Whether the program's application is for the person of the row `user`. */
export const isFor = (asking: string): string => `EXISTS (
  SELECT 1 FROM application_key JOIN application AS asked ON asked.id = application_key.application_id
  WHERE application_key.id = ${asking} ->> 'keyId'
    AND (asked.audience = 'everyone' OR EXISTS (
      SELECT 1 FROM application_group JOIN group_member
        ON group_member.group_id = application_group.group_id
      WHERE application_group.application_id = asked.id AND group_member.user_id = user.id)))`
