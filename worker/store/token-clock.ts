import type { TokenClock } from '../domain/drift.ts'
import { command, many, type Query, type Row } from './trip.ts'

export const clockColumns = `hardware_token.drift, hardware_token.first_used_at,
  hardware_token.last_used_at AS token_used_at, uses, sum_day, sum_drift, sum_day_day, sum_day_drift`

export const toClock = (row: Row): TokenClock => ({
  drift: row['drift'] as number,
  firstUsedAt: row['first_used_at'] as number | null,
  lastUsedAt: row['token_used_at'] as number | null,
  uses: row['uses'] as number,
  sumDay: row['sum_day'] as number,
  sumDrift: row['sum_drift'] as number,
  sumDayDay: row['sum_day_day'] as number,
  sumDayDrift: row['sum_day_drift'] as number,
})

export type TokenUse = {
  tokenId: string
  /** How often it had been used when its clock was judged: of two at once one is learned from. */
  usesBefore: number
  clock: TokenClock
  speed: number | null
  leavesAt: number | null
  /** What this event spent. */
  subject: string
  eventId: string
}

/** What a code told of the token's clock, if this event spent it. */
export const noteTokenUse = (db: D1Database, use: TokenUse): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE hardware_token SET drift = ?3, first_used_at = ?4, last_used_at = ?5, uses = ?6,
           sum_day = ?7, sum_drift = ?8, sum_day_day = ?9, sum_day_drift = ?10, speed = ?11,
           leaves_at = ?12
         WHERE id = ?1 AND uses = ?2
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?13 AND event_id = ?14)`,
      )
      .bind(
        use.tokenId,
        use.usesBefore,
        use.clock.drift,
        use.clock.firstUsedAt,
        use.clock.lastUsedAt,
        use.clock.uses,
        use.clock.sumDay,
        use.clock.sumDrift,
        use.clock.sumDayDay,
        use.clock.sumDayDrift,
        use.speed,
        use.leavesAt,
        use.subject,
        use.eventId,
      ),
  )

/** How many used tokens are how far off, and in which class of speed. */
export const readTokenClocks = (
  db: D1Database,
): Query<{ what: 'drift' | 'speed'; value: number; tokens: number }[]> =>
  many(
    db.prepare(`SELECT what, value, tokens FROM token_clock WHERE tokens > 0 ORDER BY what, value`),
    (row) => ({
      what: row['what'] as 'drift' | 'speed',
      value: row['value'] as number,
      tokens: row['tokens'] as number,
    }),
  )
