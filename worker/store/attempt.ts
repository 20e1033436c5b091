import type { Schedule } from '../domain/attempt.ts'
import type { Method } from '../../schema/api/factor.ts'
import type { Spent } from './single-use.ts'
import { command, type Query, type Row, single, verdict } from './trip.ts'
import type { CallerKey } from './user.ts'

/** Names of what is throttled. An account's name is hashed: people type passwords into that field too. */
export const attemptSubject = {
  password: (usernameHash: string) => `password:${usernameHash}`,
  factor: (method: string, userId: string) => `factor:${method}:${userId}`,
  /** Proving anew within a session: whoever holds it guesses alone. */
  session: (sessionId: string) => `password:session:${sessionId}`,
  /** A key that waits for its first code: its own count, so that nobody's abandoned try weakens or locks. */
  enrollment: (factorId: string) => `enrollment:${factorId}`,
  network: (network: string) => `network:${network}`,
}

/**
 * Counts one attempt as failed; false while the subject is shut, then nothing is counted. The delay that
 * follows is set in the same statement. With `unless`, a success in the same batch is not counted.
 */
export const countAttempt = (
  db: D1Database,
  subject: string,
  { delays, window }: Schedule,
  now: number,
  unless: Spent | null = null,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO attempt (subject, failures, not_before, since)
         SELECT ?1, 1, ?2 + json_extract(?3, '$[1]'), ?2
         WHERE NOT EXISTS (SELECT 1 FROM single_use WHERE subject = ?5 AND event_id = ?6)
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
      ),
  )

/** What a password attempt is reserved against. */
export type PasswordAttempt = {
  /** Canonical username, or what was typed where there can be none. */
  username: string
  /** The subject that everybody's attempts share. */
  account: string
  network: string
  /** Hash of the token of a browser that may be known: it has its own lane (ASVS 6.1.1). */
  knownHash: ArrayBuffer | null
}

/** Whose count an attempt joins: everybody's, or that of a browser in which its owner has signed in before. */
const lane = `coalesce(
  (SELECT 'password:browser:' || known_browser.id
   FROM known_browser JOIN user ON user.id = known_browser.user_id
   WHERE known_browser.token_hash = ?1 AND user.canonical_username = ?2
     AND user.security_stamp = known_browser.security_stamp
     AND known_browser.expires_at > ?5),
  ?3)`

/**
 * Reserves a password attempt, before any hashing: as `countAttempt`, but a browser that this person is
 * known by counts by itself, so that strangers who exhaust the account, or a neighbor who exhausts the
 * network, do not shut its owner out.
 *
 * @returns `reserved`: the subject that was counted, or null while it, or the network, is shut;
 *   `until`: when it opens again
 */
export const reservePassword = (
  db: D1Database,
  { username, account, network, knownHash }: PasswordAttempt,
  { delays }: Schedule,
  now: number,
) => ({
  until: single(
    db
      .prepare(
        `SELECT max(not_before) AS until FROM attempt
         WHERE (subject = ${lane} OR (subject = ?4 AND ${lane} = ?3)) AND not_before > ?5`,
      )
      .bind(knownHash, username, account, network, now),
    toMoment,
  ),
  reserved: single(
    db
      .prepare(
        `INSERT INTO attempt (subject, failures, not_before, since)
         SELECT ${lane}, 1, ?5 + json_extract(?6, '$[1]'), ?5
         WHERE ${lane} <> ?3
           OR NOT EXISTS (SELECT 1 FROM attempt WHERE subject = ?4 AND not_before > ?5)
         ON CONFLICT (subject) DO UPDATE SET
           failures = failures + 1,
           since = ?5,
           not_before = ?5 + json_extract(?6, '$[' || min(failures + 1, json_array_length(?6) - 1) || ']')
         WHERE not_before <= ?5
         RETURNING subject`,
      )
      .bind(knownHash, username, account, network, now, JSON.stringify(delays)),
    (row) => row['subject'] as string,
  ),
})

/** When the later of these subjects opens again; 0 where both are open. */
export const shutUntil = (db: D1Database, subject: string, network: string): Query<number | null> =>
  single(
    db
      .prepare(`SELECT max(not_before) AS until FROM attempt WHERE subject IN (?1, ?2)`)
      .bind(subject, network),
    toMoment,
  )

/** The same for a factor of somebody whose id is not known yet. */
export const factorShutUntil = (
  db: D1Database,
  caller: CallerKey,
  method: Method,
  network: string,
): Query<number | null> =>
  single(
    db
      .prepare(
        `SELECT max(not_before) AS until FROM attempt WHERE subject = ?3 OR subject =
           'factor:' || ?2 || ':' || (SELECT user_id FROM caller WHERE key = ?1)`,
      )
      .bind(caller, method, network),
    toMoment,
  )

const toMoment = (row: Row): number => Number(row['until'] ?? 0)

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
