import type { Schedule } from '../domain/attempt.ts'
import type { Method } from '../../schema/api/factor.ts'
import type { Spent } from './single-use.ts'
import { command, type Query, single, verdict } from './trip.ts'
import type { CallerKey } from './user.ts'

/** Names of what is throttled. An account's name is hashed: people type passwords into that field too. */
export const attemptSubject = {
  password: (usernameHash: string) => `password:${usernameHash}`,
  factor: (method: Guessable, userId: string) => `factor:${method}:${userId}`,
  /** Proving anew within a session: whoever holds it guesses alone. */
  session: (sessionId: string) => `password:session:${sessionId}`,
  /** A key that waits for its first code: its own count, so that nobody's abandoned try weakens or locks. */
  enrollment: (factorId: string) => `enrollment:${factorId}`,
  /** Codes that an administrator tries out. */
  testedCode: (actorId: string) => `code:test:${actorId}`,
  /** Codes for a name that nobody has, or whose owner is disabled. */
  nobodysCode: (usernameHash: string) => `code:nobody:${usernameHash}`,
  network: (network: string) => `network:${network}`,
}

/**
 * Counts one attempt as failed; false while the subject is shut, then nothing is counted. The delay that
 * follows is set in the same statement. With `unless`, a success in the same batch is not counted; with
 * `alongside`, nothing is while that subject is shut, for then nothing was tried.
 */
export const countAttempt = (
  db: D1Database,
  subject: string,
  { delays, window }: Schedule,
  now: number,
  { unless = null, alongside = null }: { unless?: Spent | null; alongside?: string | null } = {},
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO attempt (subject, failures, not_before, since)
         SELECT ?1, 1, ?2 + json_extract(?3, '$[1]'), ?2
         WHERE NOT EXISTS (SELECT 1 FROM single_use WHERE subject = ?5 AND event_id = ?6)
           AND NOT EXISTS (SELECT 1 FROM attempt WHERE subject = ?7 AND not_before > ?2)
         ON CONFLICT (subject) DO UPDATE SET
           failures = CASE WHEN since + ?4 <= ?2 THEN 1 ELSE failures + 1 END,
           since = CASE WHEN ?4 IS NULL OR since + ?4 <= ?2 THEN ?2 ELSE since END,
           not_before = ?2 + CASE WHEN since + ?4 <= ?2 THEN json_extract(?3, '$[1]') ELSE
             json_extract(?3, '$[' || min(failures + 1, json_array_length(?3) - 1) || ']') END
         WHERE not_before <= ?2
         RETURNING subject`,
      )
      .bind(
        subject,
        now,
        JSON.stringify(delays),
        window,
        unless?.subject ?? null,
        unless?.eventId ?? null,
        alongside,
      ),
  )

/** What people guess at: the kinds of factor, the ticket that opens enrollment, and serials of tokens. */
export type Guessable = Method | 'ticket' | 'serial'

/** What stands before a factor. */
export type Barrier = {
  /** When it opens again; in the past where it is open. */
  until: number
  /** Whether this person has signed in here before: then the network's failures are not theirs. */
  known: boolean
}

export type BarrierQuestion = {
  caller: CallerKey
  /** The factor's subject; its kind, where nobody's id is known yet; or the token that somebody else holds. */
  factor: { subject: string } | { method: Guessable } | { tokenId: string }
  /** Null: it plays no part. */
  network: string | null
  knownHash: ArrayBuffer | null
}

/** Whether the factor, or the network that it is tried from, is shut for the caller. */
export const readBarrier = (
  db: D1Database,
  { caller, factor, network, knownHash }: BarrierQuestion,
  now: number,
): Query<Barrier> => ({
  statement: db
    .prepare(
      `SELECT
         (SELECT not_before FROM attempt
          WHERE subject = coalesce(?2, 'factor:' || ?3 || ':' || me.user_id,
            (SELECT 'factor:hardware:' || factor.user_id
             FROM hardware_token JOIN factor ON factor.id = factor_id
             WHERE hardware_token.id = ?7))) AS own,
         (SELECT not_before FROM attempt WHERE subject = ?4) AS network,
         EXISTS (SELECT 1 FROM known_browser JOIN user ON user.id = known_browser.user_id
                 WHERE token_hash = ?5 AND user.id = me.user_id AND expires_at > ?6
                   AND user.security_stamp = known_browser.security_stamp) AS known
       FROM (SELECT user_id FROM caller WHERE key = ?1) AS me`,
    )
    .bind(
      caller,
      'subject' in factor ? factor.subject : null,
      'method' in factor ? factor.method : null,
      network,
      knownHash,
      now,
      'tokenId' in factor ? factor.tokenId : null,
    ),
  read: ([row]) => {
    const known = row?.['known'] === 1
    const moments = [row?.['own'], known ? 0 : row?.['network']]
    return { known, until: Math.max(...moments.map((moment) => Number(moment ?? 0))) }
  },
})

/** Until when a subject is shut; null or in the past where it is open. */
export const readShut = (db: D1Database, subject: string): Query<number | null> =>
  single(
    db.prepare(`SELECT not_before FROM attempt WHERE subject = ?1`).bind(subject),
    (row) => row['not_before'] as number,
  )

/** As `readShut`, but open for a browser in which anybody has signed in before. */
export const readStrangersShut = (
  db: D1Database,
  subject: string,
  knownHash: ArrayBuffer | null,
  now: number,
): Query<number | null> =>
  single(
    db
      .prepare(
        `SELECT not_before FROM attempt WHERE subject = ?1 AND NOT EXISTS (
           SELECT 1 FROM known_browser JOIN user ON user.id = known_browser.user_id
           WHERE token_hash = ?2 AND expires_at > ?3
             AND user.security_stamp = known_browser.security_stamp)`,
      )
      .bind(subject, knownHash, now),
    (row) => row['not_before'] as number,
  )

/** Only what was proved is forgiven: a correct password says nothing of the factor (NIST SP 800-63B 3.2.2). */
export const forgive = (db: D1Database, subject: string): Query<null> =>
  command(db.prepare(`DELETE FROM attempt WHERE subject = ?1`).bind(subject))

/** As `forgive`, only if that session came to be in this very batch. */
export const forgiveOnce = (db: D1Database, subjects: string[], sessionId: string): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM attempt WHERE subject IN (SELECT value FROM json_each(?1))
           AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(JSON.stringify(subjects), sessionId),
  )

/**
 * Takes one reservation back without forgiving the others: for the network, and for work not done. Only
 * whoever was counted may: what others have shut stays shut.
 */
export const giveBack = (db: D1Database, subject: string, now: number): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE attempt SET failures = max(failures - 1, 0), not_before = min(not_before, ?2)
         WHERE subject = ?1`,
      )
      .bind(subject, now),
  )
