import { blob, command, many, type Query, single } from './trip.ts'
import type { CallerKey } from './user.ts'

/** A credential as it was registered, and as it was used last. */
export type PasskeyRecord = {
  factorId: string
  userId: string
  publicKey: Uint8Array<ArrayBuffer>
  signCount: number
  backupEligible: boolean
  /** Whether what it checked of its user counts. */
  uvInitialized: boolean
}

/** The confirmed credential with that id, whoever's it is. */
export const findPasskey = (
  db: D1Database,
  credentialId: ArrayBuffer | Uint8Array,
): Query<PasskeyRecord | null> =>
  single(
    db
      .prepare(
        `SELECT factor_id, user_id, public_key, sign_count, backup_eligible, uv_initialized
         FROM passkey JOIN factor ON factor.id = factor_id
         WHERE credential_id = ?1 AND confirmed_at IS NOT NULL`,
      )
      .bind(credentialId),
    (row) => ({
      factorId: row['factor_id'] as string,
      userId: row['user_id'] as string,
      publicKey: blob(row['public_key']),
      signCount: row['sign_count'] as number,
      backupEligible: row['backup_eligible'] === 1,
      uvInitialized: row['uv_initialized'] === 1,
    }),
  )

export type PasskeyListing = {
  factorId: string
  credentialId: Uint8Array<ArrayBuffer>
  transports: string[]
  aaguid: string
  backedUp: boolean
}

/** The caller's credentials: to be asked for, or not to be made once more. */
export const listPasskeys = (db: D1Database, caller: CallerKey): Query<PasskeyListing[]> =>
  many(
    db
      .prepare(
        `SELECT factor_id, credential_id, transports, aaguid, backed_up
         FROM passkey JOIN factor ON factor.id = factor_id
         WHERE user_id = (SELECT user_id FROM caller WHERE key = ?1) ORDER BY created_at`,
      )
      .bind(caller),
    (row) => ({
      factorId: row['factor_id'] as string,
      credentialId: blob(row['credential_id']),
      transports: JSON.parse(row['transports'] as string) as string[],
      aaguid: row['aaguid'] as string,
      backedUp: row['backed_up'] === 1,
    }),
  )

export type NewPasskeyRecord = {
  factorId: string
  credentialId: Uint8Array<ArrayBuffer>
  publicKey: Uint8Array<ArrayBuffer>
  signCount: number
  transports: readonly string[]
  aaguid: string
  backupEligible: boolean
  backedUp: boolean
  uvInitialized: boolean
}

/**
 * With its factor, in the same batch. A credential that somebody has already undoes all of it
 * (`credential_is_new`).
 */
export const insertPasskey = (db: D1Database, passkey: NewPasskeyRecord): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO passkey (factor_id, credential_id, public_key, sign_count, transports, aaguid,
           backup_eligible, backed_up, uv_initialized)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM factor WHERE id = ?1`,
      )
      .bind(
        passkey.factorId,
        passkey.credentialId,
        passkey.publicKey,
        passkey.signCount,
        JSON.stringify(passkey.transports),
        passkey.aaguid,
        passkey.backupEligible ? 1 : 0,
        passkey.backedUp ? 1 : 0,
        passkey.uvInitialized ? 1 : 0,
      ),
  )

export type PasskeyUse = {
  factorId: string
  signCount: number
  backedUp: boolean
  /** Whether it checked its user; alone that was asked for before, beside a password it counts from now on. */
  userVerified: boolean
  /** The session that rests on it. */
  sessionId: string
}

/**
 * What an assertion says of its credential, if its session came to be in the same batch; a count never goes
 * back (WebAuthn Level 3, section 7.2, step 22).
 */
export const notePasskeyUse = (
  db: D1Database,
  { factorId, signCount, backedUp, userVerified, sessionId }: PasskeyUse,
  now: number,
) => ({
  passkeyNoted: command(
    db
      .prepare(
        `UPDATE passkey SET sign_count = max(sign_count, ?3), backed_up = ?4,
           uv_initialized = max(uv_initialized, ?5)
         WHERE factor_id = ?1 AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(factorId, sessionId, signCount, backedUp ? 1 : 0, userVerified ? 1 : 0),
  ),
  passkeyTouched: command(
    db
      .prepare(
        `UPDATE factor SET last_used_at = ?3
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(factorId, sessionId, now),
  ),
})
