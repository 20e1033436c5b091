import type { ListedSigningKey } from '../../schema/api/signing-key.ts'
import type { JwtAlgorithm, KeyPurpose, SigningPair } from '../../schema/signing-key.ts'
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

/** All that are known, withdrawn ones among them; the newest first. */
export const listSigningKeys = (db: D1Database): Query<ListedSigningKey[]> =>
  many(
    db.prepare(
      `SELECT kid, purpose, algorithm, created_at, active_from, withdrawn_at FROM signing_key
       ORDER BY purpose, algorithm, active_from DESC LIMIT 200`,
    ),
    (row) => ({
      kid: row['kid'] as string,
      purpose: row['purpose'] as KeyPurpose,
      algorithm: row['algorithm'] as JwtAlgorithm,
      createdAt: row['created_at'] as number,
      activeFrom: row['active_from'] as number,
      withdrawnAt: row['withdrawn_at'] as number | null,
    }),
  )

/**
 * Whoever was followed by another before that moment is not published any more. The secret half goes with
 * it: nothing is signed with it ever again.
 */
export const withdrawFollowed = (
  db: D1Database,
  followedBefore: number,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE signing_key SET withdrawn_at = ?2, sealed = X''
         WHERE withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM signing_key AS successor
           WHERE successor.purpose = signing_key.purpose
             AND successor.algorithm = signing_key.algorithm AND successor.withdrawn_at IS NULL
             AND successor.active_from > signing_key.active_from AND successor.active_from <= ?1)`,
      )
      .bind(followedBefore, now),
  )

/** Before a key that follows out of turn: those whose time has not come; with `all`, the others too. */
export const withdrawSigningKeys = (
  db: D1Database,
  { purpose, algorithm, all }: { purpose: KeyPurpose; algorithm: JwtAlgorithm; all: boolean },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE signing_key SET withdrawn_at = ?3, sealed = X''
         WHERE purpose = ?1 AND algorithm = ?2 AND withdrawn_at IS NULL
           AND (?4 = 1 OR active_from > ?3)`,
      )
      .bind(purpose, algorithm, now, all ? 1 : 0),
  )

/** The kinds of key that ID tokens of the applications here are signed with. */
export const listIdTokenAlgorithms = (db: D1Database): Query<JwtAlgorithm[]> =>
  many(
    db.prepare(
      `SELECT DISTINCT details ->> 'idTokenAlgorithm' AS algorithm FROM application
       WHERE kind = 'oidc' AND disabled_at IS NULL`,
    ),
    (row) => row['algorithm'] as JwtAlgorithm,
  )
