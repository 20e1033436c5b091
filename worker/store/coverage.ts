import type { Dashboard } from '../../schema/api/dashboard.ts'
import { command, type Query, single } from './trip.ts'

export type Coverage = Dashboard['coverage']

/** As it was counted last. */
export const readCoverage = (db: D1Database): Query<Coverage | null> =>
  single(
    db.prepare(`SELECT at, counted FROM coverage`),
    (row) => ({ ...JSON.parse(row['counted'] as string), at: row['at'] as number }) as Coverage,
  )

/** A later count is not overwritten by one that took longer. */
export const writeCoverage = (db: D1Database, { at, ...counted }: Coverage): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO coverage (id, at, counted) VALUES (1, ?1, ?2)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at, counted = excluded.counted
         WHERE excluded.at >= coverage.at`,
      )
      .bind(at, JSON.stringify(counted)),
  )
