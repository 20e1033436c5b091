import * as v from 'valibot'
import { Settings } from '../../schema/policy.ts'
import type { Query } from './trip.ts'

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
