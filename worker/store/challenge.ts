import type { Spent } from './single-use.ts'
import { blob, command, type Query, single } from './trip.ts'

/** What a challenge is for; it proves nothing else. */
export type ChallengePurpose = 'enrollment' | 'sign-in' | 'factor' | 'step-up'

/** A challenge that was brought back by the browser that it was given to. */
export type ChallengeRecord = {
  id: string
  challenge: Uint8Array<ArrayBuffer>
  purpose: ChallengePurpose
  /** Null: for whoever answers it. */
  userId: string | null
}

export type NewChallenge = {
  id: string
  tokenHash: ArrayBuffer
  challenge: Uint8Array<ArrayBuffer>
  expiresAt: number
}

/** How many may be open at a time for one who asks: what is answered or runs out makes room. */
const mostOpen = 300

/** For whom it is, for what, and who asks: SQL over ?1 to ?3, which are `values`, and ?4, which is now. */
type Asking = { sql: string; values: (ArrayBuffer | string | null)[] }

/** Somebody who has proved something; nobody else fills what is theirs. */
export const callerAsks = (caller: ArrayBuffer, purpose: ChallengePurpose): Asking => ({
  sql: `SELECT user_id, ?2 AS purpose, 'caller:' || hex(?1) AS asker FROM caller WHERE key = ?1`,
  values: [caller, purpose, null],
})

export type Door = { pending: ArrayBuffer | null; knownHash: ArrayBuffer | null; network: string }

/**
 * Somebody at the door: a second factor for who has proved a password here, else a sign-in by whoever
 * answers. Each page that is opened asks, so that strangers alone share their network's: not who has proved
 * a password, nor a browser in which anybody has signed in before.
 */
export const doorAsks = ({ pending, knownHash, network }: Door): Asking => ({
  sql: `SELECT held.user_id, CASE WHEN held.id IS NULL THEN 'sign-in' ELSE 'factor' END AS purpose,
      coalesce('pending:' || held.id,
        (SELECT 'browser:' || known_browser.id
         FROM known_browser JOIN user ON user.id = known_browser.user_id
         WHERE token_hash = ?2 AND expires_at > ?4
           AND user.security_stamp = known_browser.security_stamp),
        'network:' || ?3) AS asker
    FROM (SELECT 1) LEFT JOIN (
      SELECT pending_login.id, user_id FROM pending_login JOIN user ON user.id = user_id
      WHERE token_hash = ?1 AND purpose = 'factor' AND expires_at > ?4 AND disabled_at IS NULL
        AND pending_login.security_stamp = user.security_stamp) AS held`,
  values: [pending, knownHash, network],
})

/**
 * Keeps a challenge, where there is room for it. A request whose session has ended asks once more, for the
 * pending login beside it: what it kept before gives way.
 *
 * @returns `kept`: what it is for, or null where there is no room, or nobody to ask it; `fullUntil`: when
 *   there will be room, null where there is
 */
export const keepChallenge = (
  db: D1Database,
  { id, tokenHash, challenge, expiresAt }: NewChallenge,
  { sql, values }: Asking,
  now: number,
) => {
  const asking = `WITH asking AS (${sql}),
    open AS (SELECT count(*) AS challenges, min(expires_at) AS until FROM challenge
             WHERE asker = (SELECT asker FROM asking) AND expires_at > ?4)`
  return {
    fullUntil: single(
      db
        .prepare(`${asking} SELECT until FROM open WHERE challenges >= ${mostOpen}`)
        .bind(...values, now),
      (row) => row['until'] as number,
    ),
    kept: single(
      db
        .prepare(
          `${asking} INSERT OR REPLACE INTO challenge (id, token_hash, challenge, expires_at, user_id, purpose, asker)
           SELECT ?5, ?6, ?7, ?8, user_id, purpose, asker FROM asking, open
           WHERE challenges < ${mostOpen} RETURNING purpose`,
        )
        .bind(...values, now, id, tokenHash, challenge, expiresAt),
      (row) => row['purpose'] as ChallengePurpose,
    ),
    // More are asked from many networks than the purge takes: each takes two dead ones along.
    swept: command(
      db
        .prepare(
          `DELETE FROM challenge WHERE id IN
             (SELECT id FROM challenge WHERE expires_at <= ?1 ORDER BY expires_at LIMIT 2)`,
        )
        .bind(now),
    ),
  }
}

/** It has been answered, if this event spent it: there is room for another. */
export const closeChallenge = (
  db: D1Database,
  id: string,
  { subject, eventId }: Spent,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM challenge WHERE id = ?1
           AND EXISTS (SELECT 1 FROM single_use WHERE subject = ?2 AND event_id = ?3)`,
      )
      .bind(id, subject, eventId),
  )

export const readChallenge = (
  db: D1Database,
  { tokenHash, challenge }: { tokenHash: ArrayBuffer | null; challenge: Uint8Array | null },
  now: number,
): Query<ChallengeRecord | null> =>
  single(
    db
      .prepare(
        `SELECT id, challenge, purpose, user_id FROM challenge
         WHERE challenge = ?3 AND token_hash = ?1 AND expires_at > ?2`,
      )
      .bind(tokenHash, now, challenge),
    (row) => ({
      id: row['id'] as string,
      challenge: blob(row['challenge']),
      purpose: row['purpose'] as ChallengePurpose,
      userId: row['user_id'] as string | null,
    }),
  )
