import type { KeyPurpose, SigningPair } from '../../schema/signing-key.ts'
import { blob, command, many, type Query, type Row } from './trip.ts'

/** A published key. Times are unix seconds. */
export type SigningKeyRecord = SigningPair & { createdAt: number; activeFrom: number }

const toKey = (row: Row): SigningKeyRecord => ({
  kid: row['kid'] as string,
  purpose: row['purpose'] as KeyPurpose,
  algorithm: row['algorithm'] as SigningKeyRecord['algorithm'],
  publicJwk: JSON.parse(row['public_jwk'] as string) as SigningKeyRecord['publicJwk'],
  sealed: blob(row['sealed']),
  createdAt: row['created_at'] as number,
  activeFrom: row['active_from'] as number,
})

/** What is published for a purpose, with the key that signs among it. */
export const readSigningKeys = (
  db: D1Database,
  purpose: KeyPurpose,
  now: number,
): Query<SigningKeyRecord[]> =>
  many(
    db
      .prepare(
        `SELECT kid, purpose, algorithm, public_jwk, sealed, created_at, active_from
         FROM signing_key WHERE purpose = ?1 AND (withdrawn_at IS NULL OR withdrawn_at > ?2)
         ORDER BY active_from DESC`,
      )
      .bind(purpose, now),
    toKey,
  )

/**
 * Adds a key, unless one of its purpose and algorithm begins to sign no earlier: of two requests that find
 * none, one makes it.
 */
export const insertSigningKey = (
  db: D1Database,
  key: SigningPair,
  activeFrom: number,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO signing_key (kid, purpose, algorithm, public_jwk, sealed, created_at, active_from)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE NOT EXISTS (SELECT 1 FROM signing_key WHERE purpose = ?2 AND algorithm = ?3
           AND active_from >= ?7 AND withdrawn_at IS NULL)`,
      )
      .bind(
        key.kid,
        key.purpose,
        key.algorithm,
        JSON.stringify(key.publicJwk),
        key.sealed,
        now,
        activeFrom,
      ),
  )
