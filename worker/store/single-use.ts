import { type Query, verdict } from './trip.ts'

/** A thing that may be used once: a time step of a token, a recovery code. */
export type SingleUse = {
  /** What is spent. A later use needs a higher counter, so a lower one never overwrites a higher. */
  subject: string
  counter: number
  /** The factor it belongs to, and its owner: both must still be there. */
  factorId: string
  userId: string
  /** Throttle subject; while it is shut nothing is spent. */
  throttle: string
}

/**
 * Spends it: true for exactly one caller, world-wide, whatever ran in parallel (design rule 2). All that
 * follows in the same batch must ask for this `eventId`, so that a lost race changes nothing.
 */
export const spend = (
  db: D1Database,
  { subject, counter, factorId, userId, throttle }: SingleUse,
  eventId: string,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO single_use (subject, counter, event_id, spent_at)
         SELECT ?1, ?2, ?3, ?4 FROM factor
         WHERE factor.id = ?5 AND factor.user_id = ?6
           AND NOT EXISTS (SELECT 1 FROM attempt WHERE subject = ?7 AND not_before > ?4)
         ON CONFLICT (subject) DO UPDATE SET
           counter = excluded.counter, event_id = excluded.event_id, spent_at = excluded.spent_at
         WHERE excluded.counter > counter
         RETURNING subject`,
      )
      .bind(subject, counter, eventId, now, factorId, userId, throttle),
  )
