import { applicationColumns, type ApplicationRecord, toApplication } from './application.ts'
import { command, type Query, single } from './trip.ts'

export type OidcApplication = Extract<ApplicationRecord, { kind: 'oidc' }>

/** A client that is in use, with the secret that it showed, if that is one of its own. */
export type OidcClientRecord = { application: OidcApplication; keyId: string | null }

/**
 * @param secretHash of what it showed; null: it shows none
 * @returns null too where nobody may use it any more
 */
export const readOidcClient = (
  db: D1Database,
  { clientId, secretHash }: { clientId: string; secretHash: ArrayBuffer | null },
  now: number,
): Query<OidcClientRecord | null> =>
  single(
    db
      .prepare(
        `SELECT ${applicationColumns},
           (SELECT id FROM application_key WHERE secret_hash = ?2
              AND application_id = application.id
              AND (expires_at IS NULL OR expires_at > ?3)) AS key_id
         FROM application WHERE id = ?1 AND kind = 'oidc' AND disabled_at IS NULL`,
      )
      .bind(clientId, secretHash, now),
    (row) => ({
      application: toApplication(row) as OidcApplication,
      keyId: row['key_id'] as string | null,
    }),
  )

/** The client that a grant is for, while it is in use. */
export const readOidcClientOf = (db: D1Database, grantId: string): Query<OidcApplication | null> =>
  single(
    db
      .prepare(
        `SELECT ${applicationColumns} FROM application
         WHERE id = (SELECT application_id FROM access_grant WHERE access_grant.id = ?1)
           AND kind = 'oidc' AND disabled_at IS NULL`,
      )
      .bind(grantId),
    (row) => toApplication(row) as OidcApplication,
  )

/** How a client proved itself to this request: what a batch asks again. */
export type ClientProof = {
  applicationId: string
  /** As it was judged: whatever was changed since must be judged anew. */
  version: number
  keyId: string | null
  /** What its assertion is called among what is used once (store/single-use.ts). */
  assertion: string | null
  /** The event that must have spent that. */
  eventId: string
}

/** Holds of a `ClientProof` as JSON at the place `proof`; `now` is where the time stands. */
export const clientStands = ({ proof, now }: { proof: string; now: string }) => `
  EXISTS (SELECT 1 FROM application WHERE application.id = ${proof} ->> 'applicationId'
    AND application.version = ${proof} ->> 'version' AND application.disabled_at IS NULL)
  AND (${proof} ->> 'keyId' IS NULL OR EXISTS (SELECT 1 FROM application_key
    WHERE application_key.id = ${proof} ->> 'keyId'
      AND (application_key.expires_at IS NULL OR application_key.expires_at > ${now})))
  AND (${proof} ->> 'assertion' IS NULL OR EXISTS (SELECT 1 FROM single_use
    WHERE subject = ${proof} ->> 'assertion' AND event_id = ${proof} ->> 'eventId'))`

/** For people to see which secret is still in use: at most once a minute. */
export const touchClientKey = (db: D1Database, keyId: string, now: number): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE application_key SET last_used_at = ?2
         WHERE id = ?1 AND coalesce(last_used_at, 0) <= ?2 - 60`,
      )
      .bind(keyId, now),
  )
