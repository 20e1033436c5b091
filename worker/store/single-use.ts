import { makerStillMay } from './one-time-code.ts'
import { type Query, verdict } from './trip.ts'

/** Names of what may be used once. A later use of a subject needs a higher counter. */
export const useSubject = {
  /** Counted by time step (RFC 6238, section 5.2). */
  totp: (factorId: string) => `totp:${factorId}`,
  /**
   * By the token's secret, not by its holder's factor: a code stays spent when the token changes hands, and
   * when it is deleted and imported again.
   */
  hardware: (secretMark: string) => `hardware:${secretMark}`,
  recovery: (codeId: string) => `recovery:${codeId}`,
  challenge: (challengeId: string) => `challenge:${challengeId}`,
  oneTimeCode: (codeId: string) => `one-time-code:${codeId}`,
  /** What a client signs to prove itself, by the hash of its `jti`: each client names its own. */
  assertion: (applicationId: string, jti: string) => `assertion:${applicationId}:${jti}`,
}

/** A thing that may be used once: a time step of a token, a recovery code, a challenge. */
export type SingleUse = {
  subject: string
  /** For what counts up: a lower one never overwrites a higher. 1 for what exists once. */
  counter: number
  /** Of several that are spent at once, the lowest: it too must not have been used. */
  lowest?: number
  /**
   * The factor it belongs to, the token that nobody holds yet, or the handed-over code that it is, and
   * its owner, who must still be there; null where it has none.
   */
  holder:
    | { factorId: string; userId: string }
    | { freeTokenId: string; userId: string }
    | { codeId: string; userId: string }
    | null
}

/** Something single-use, and the event that may have spent it in this very batch. */
export type Spent = { subject: string; eventId: string }

/**
 * Spends it: true for exactly one caller, world-wide, whatever ran in parallel (design rule 2). All that
 * follows in the same batch must ask for this `eventId`, so that a lost race changes nothing. That the
 * thing exists and has not expired is for whoever spends it to ask in the same batch.
 *
 * @param throttles nothing is spent while one of these subjects is shut
 */
export const spend = (
  db: D1Database,
  { subject, counter, lowest = counter, holder }: SingleUse,
  throttles: string[],
  eventId: string,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO single_use (subject, counter, event_id, spent_at)
         SELECT ?1, ?2, ?3, ?4
         WHERE (?5 IS NULL OR EXISTS (SELECT 1 FROM factor WHERE id = ?5 AND user_id = ?6))
           AND (?8 IS NULL OR EXISTS (SELECT 1 FROM one_time_code JOIN user ON user.id = user_id
             WHERE one_time_code.id = ?8 AND user_id = ?6 AND expires_at > ?4
               AND disabled_at IS NULL AND ${makerStillMay('one_time_code')}))
           AND (?9 IS NULL
             OR EXISTS (SELECT 1 FROM hardware_token WHERE id = ?9 AND factor_id IS NULL))
           AND NOT EXISTS (SELECT 1 FROM attempt
             WHERE subject IN (SELECT value FROM json_each(?7)) AND not_before > ?4)
         ON CONFLICT (subject) DO UPDATE SET
           counter = excluded.counter, event_id = excluded.event_id, spent_at = excluded.spent_at
         WHERE excluded.counter > counter AND ?10 > counter
         RETURNING subject`,
      )
      .bind(
        subject,
        counter,
        eventId,
        now,
        holder && 'factorId' in holder ? holder.factorId : null,
        holder?.userId ?? null,
        JSON.stringify(throttles),
        holder && 'codeId' in holder ? holder.codeId : null,
        holder && 'freeTokenId' in holder ? holder.freeTokenId : null,
        lowest,
      ),
  )
