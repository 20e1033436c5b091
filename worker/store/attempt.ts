import type { Schedule } from '../domain/attempt.ts'
import type { Method } from '../../schema/api/factor.ts'
import { command, type Query, type Row, single, verdict } from './trip.ts'
import type { Proof } from './user.ts'

/** Names of what is throttled. An account's name is hashed: people type passwords into that field too. */
export const attemptSubject = {
  password: (usernameHash: string) => `password:${usernameHash}`,
  factor: (method: string, userId: string) => `factor:${method}:${userId}`,
  network: (network: string) => `network:${network}`,
}

/** Something single-use, and the event that may have spent it in this very batch. */
export type Spent = { subject: string; eventId: string }

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
           since = CASE WHEN since + ?4 <= ?2 THEN ?2 ELSE since END,
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
  /** The account's subject. */
  account: string
  network: string
  /** Hash of the trust token that came along: this browser has its own lane (ASVS 6.1.1). */
  trustHash: ArrayBuffer | null
}

/** Whose count an attempt joins: the account's, or that of the browser that its owner trusts. */
const lane = `coalesce(
  (SELECT 'password:browser:' || trusted_browser.id
   FROM trust_token
   JOIN trusted_browser ON trusted_browser.id = trust_token.browser_id
   JOIN user ON user.id = trusted_browser.user_id
   WHERE trust_token.token_hash = ?1 AND trust_token.superseded_at IS NULL
     AND user.canonical_username = ?2
     AND user.security_stamp = trusted_browser.security_stamp
     AND trusted_browser.expires_at > ?5),
  ?3)`

/**
 * Reserves a password attempt, before any hashing: as `countAttempt`, but a browser that this user
 * trusts counts by itself, so that strangers who exhaust the account do not shut its owner out.
 *
 * @returns `reserved`: the subject that was counted, or null while it, or the network, is shut;
 *   `until`: when it opens again
 */
export const reservePassword = (
  db: D1Database,
  { username, account, network, trustHash }: PasswordAttempt,
  { delays }: Schedule,
  now: number,
) => ({
  until: single(
    db
      .prepare(
        `SELECT max(not_before) AS until FROM attempt
         WHERE subject IN (${lane}, ?4) AND not_before > ?5`,
      )
      .bind(trustHash, username, account, network, now),
    toMoment,
  ),
  reserved: single(
    db
      .prepare(
        `INSERT INTO attempt (subject, failures, not_before, since)
         SELECT ${lane}, 1, ?5 + json_extract(?6, '$[1]'), ?5
         WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE subject = ?4 AND not_before > ?5)
         ON CONFLICT (subject) DO UPDATE SET
           failures = failures + 1,
           not_before = ?5 + json_extract(?6, '$[' || min(failures + 1, json_array_length(?6) - 1) || ']')
         WHERE not_before <= ?5
         RETURNING subject`,
      )
      .bind(trustHash, username, account, network, now, JSON.stringify(delays)),
    (row) => row['subject'] as string,
  ),
})

/** When this subject opens again; null where nothing was ever counted against it. */
export const shutUntil = (db: D1Database, subject: string): Query<number | null> =>
  single(
    db.prepare(`SELECT not_before AS until FROM attempt WHERE subject = ?1`).bind(subject),
    toMoment,
  )

/** The same for a factor of somebody whose id is not known yet. */
export const factorShutUntil = (
  db: D1Database,
  caller: Proof,
  method: Method,
): Query<number | null> =>
  single(
    db
      .prepare(
        `SELECT not_before AS until FROM attempt WHERE subject =
           'factor:' || ?2 || ':' || (SELECT user_id FROM caller WHERE proof = ?1)`,
      )
      .bind(caller, method),
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

/** Takes one reservation back without forgiving the others: for the network, and for work not done. */
export const giveBack = (db: D1Database, subject: string): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE attempt SET failures = max(failures - 1, 0), not_before = 0 WHERE subject = ?1`,
      )
      .bind(subject),
  )
