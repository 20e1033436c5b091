import { blob, command, type Query, single } from './trip.ts'
import type { CallerKey } from './user.ts'

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
  purpose: ChallengePurpose
  expiresAt: number
}

/** A challenge for nobody in particular. */
export const insertChallenge = (db: D1Database, challenge: NewChallenge): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO challenge (id, token_hash, challenge, purpose, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)`,
      )
      .bind(...columns(challenge)),
  )

/** A challenge for the caller; none where there is no such caller. */
export const insertCallersChallenge = (
  db: D1Database,
  challenge: NewChallenge,
  caller: CallerKey,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO challenge (id, token_hash, challenge, purpose, expires_at, user_id)
         SELECT ?1, ?2, ?3, ?4, ?5, user_id FROM caller WHERE key = ?6`,
      )
      .bind(...columns(challenge), caller),
  )

const columns = ({ id, tokenHash, challenge, purpose, expiresAt }: NewChallenge) => [
  id,
  tokenHash,
  challenge,
  purpose,
  expiresAt,
]

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
