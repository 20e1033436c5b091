import * as v from 'valibot'
import type { LastChange, SettingHistory } from '../../schema/api/setting.ts'
import { type SettingName, Settings } from '../../schema/policy.ts'
import { command, many, type Query, type Row } from './trip.ts'

/**
 * All settings, defaults where nobody changed one.
 * @throws ValiError when a stored value is out of bounds: a damaged policy lets nobody in
 */
export const readSettings = (db: D1Database): Query<Settings> => ({
  statement: db.prepare(`SELECT name, value FROM setting`),
  read: (rows) =>
    v.parse(
      Settings,
      Object.fromEntries(rows.map((row) => [row['name'], JSON.parse(row['value'] as string)])),
    ),
})

/** Who changed a setting last, for those that are not at their default. */
export const listLastChanges = (
  db: D1Database,
): Query<Partial<Record<SettingName, LastChange>>> => ({
  statement: db.prepare(
    `SELECT name, updated_at AS at, user.id, username
     FROM setting LEFT JOIN user ON user.id = updated_by`,
  ),
  read: (rows) => Object.fromEntries(rows.map((row) => [row['name'], toLastChange(row)])),
})

const toLastChange = (row: Row): LastChange => ({
  at: row['at'] as number,
  by: row['id'] === null ? null : { id: row['id'] as string, username: row['username'] as string },
})

/** Settings with the JSON of their new values; null goes back to the default. */
export type SettingValues = Record<string, string | null>

export const writeSettings = (db: D1Database, values: SettingValues, by: string, now: number) => ({
  settingsChanged: command(
    db
      .prepare(
        `INSERT INTO setting (name, value, updated_at, updated_by)
         SELECT key, value, ?2, ?3 FROM json_each(?1) WHERE type <> 'null'
         ON CONFLICT (name) DO UPDATE SET value = excluded.value,
           updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      )
      .bind(JSON.stringify(values), now, by),
  ),
  settingsUnset: command(
    db
      .prepare(
        `DELETE FROM setting WHERE name IN
           (SELECT key FROM json_each(?1) WHERE type = 'null')`,
      )
      .bind(JSON.stringify(values)),
  ),
})

export type ChangeRecord = {
  /** 'system', or the id of a group. */
  scope: string
  name: string
  /** JSON; null where it is not set. */
  former: string | null
  value: string | null
}

/** Keeps what was changed, from what to what, and by whom. */
export const noteChanges = (
  db: D1Database,
  changes: ChangeRecord[],
  by: string,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO setting_change (at, by_user, scope, name, former, value)
         SELECT ?2, ?3, value ->> 'scope', value ->> 'name', value ->> 'former', value ->> 'value'
         FROM json_each(?1)`,
      )
      .bind(JSON.stringify(changes), now, by),
  )

/** A page of what was changed, the newest first; `before` is the id that the last page ended with. */
export const listChanges = (
  db: D1Database,
  wanted: { scope: string; name: string | null; before: number | null; limit: number },
): Query<SettingHistory[]> =>
  many(
    db
      .prepare(
        `SELECT setting_change.id, at, scope, name, former, value, by_user, username
         FROM setting_change LEFT JOIN user ON user.id = by_user
         WHERE scope = ?1 AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR setting_change.id < ?3)
         ORDER BY setting_change.id DESC LIMIT ?4`,
      )
      .bind(wanted.scope, wanted.name, wanted.before, wanted.limit),
    (row) => ({
      id: String(row['id']),
      at: row['at'] as number,
      by:
        row['username'] === null
          ? null
          : { id: row['by_user'] as string, username: row['username'] as string },
      scope: row['scope'] as string,
      name: row['name'] as string,
      former: parsed(row['former']),
      value: parsed(row['value']),
    }),
  )

const parsed = (json: unknown): unknown => (typeof json === 'string' ? JSON.parse(json) : null)
