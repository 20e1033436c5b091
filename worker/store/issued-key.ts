import type { ApplicationKey } from '../../schema/api/application.ts'
import { command, many, type Query, type Row } from './trip.ts'

/** The keys of an application as administrators see them: what they are good for, never what they are. */

const toKey = (row: Row): ApplicationKey => ({
  id: row['id'] as string,
  name: row['name'] as string,
  hint: row['hint'] as string,
  scopes: JSON.parse(row['scopes'] as string) as string[],
  createdAt: row['created_at'] as number,
  expiresAt: row['expires_at'] as number | null,
  lastUsedAt: row['last_used_at'] as number | null,
})

/** The newest first; those that have run out among them, for a while. */
export const listKeysOf = (db: D1Database, applicationId: string): Query<ApplicationKey[]> =>
  many(
    db
      .prepare(
        `SELECT id, name, hint, scopes, created_at, expires_at, last_used_at FROM application_key
         WHERE application_id = ?1 ORDER BY created_at DESC, id`,
      )
      .bind(applicationId),
    toKey,
  )

export const insertKey = (
  db: D1Database,
  applicationId: string,
  key: ApplicationKey & { hash: ArrayBuffer },
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO application_key
           (id, application_id, name, hint, secret_hash, scopes, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      )
      .bind(
        key.id,
        applicationId,
        key.name,
        key.hint,
        key.hash,
        JSON.stringify(key.scopes),
        key.createdAt,
        key.expiresAt,
      ),
  )

/** From the next request on it opens nothing. */
export const deleteKey = (db: D1Database, id: string): Query<null> =>
  command(db.prepare(`DELETE FROM application_key WHERE id = ?1`).bind(id))

/** All of an application that has no secret to keep. */
export const deleteKeysOf = (db: D1Database, applicationId: string): Query<null> =>
  command(db.prepare(`DELETE FROM application_key WHERE application_id = ?1`).bind(applicationId))
