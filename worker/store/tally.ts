import { many, type Query } from './trip.ts'

/** How often something ended so, on one unix day (UTC). */
export type Tally = { day: number; outcome: string; n: number }

/** The sign-ins of each day from `sinceDay` on. Kept by a trigger: one row a day and outcome is read. */
export const readTally = (db: D1Database, sinceDay: number): Query<Tally[]> =>
  many(
    db
      .prepare(
        `SELECT day, outcome, n FROM audit_tally WHERE action = 'sign-in' AND day >= ?1
         ORDER BY day, outcome`,
      )
      .bind(sinceDay),
    (row) => ({
      day: row['day'] as number,
      outcome: row['outcome'] as string,
      n: row['n'] as number,
    }),
  )
