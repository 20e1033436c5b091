import type { Schedule } from '../domain/attempt.ts'
import { single } from './trip.ts'

/** What a password attempt is reserved against. */
export type PasswordAttempt = {
  /** Canonical username, or what was typed where there can be none. */
  username: string
  /** The subject that everybody's attempts share. */
  account: string
  /** Null: the network plays no part. */
  network: string | null
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
    (row) => Number(row['until'] ?? 0),
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
