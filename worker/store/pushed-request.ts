import { type ClientProof, clientStands } from './oidc-client.ts'
import { command, type Query, type Row, single, verdict } from './trip.ts'

/** What a client pushed (RFC 9126): its parameters, as it sent them and as they were found right. */
export type PushedRequest = { applicationId: string; parameters: Record<string, string> }

export type NewPushedRequest = Pick<PushedRequest, 'parameters'> & {
  tokenHash: ArrayBuffer
  /** Whose it is, and how they proved it. */
  proof: ClientProof
  /** The network of who had nothing to prove; null: the client did. */
  asker: string | null
  /** Unix seconds. */
  expiresAt: number
}

const toPushed = (row: Row): PushedRequest => ({
  applicationId: row['application_id'] as string,
  parameters: JSON.parse(row['parameters'] as string) as Record<string, string>,
})

/** How many may be open at a time for a network of strangers: what is answered or runs out makes room. */
const mostOpen = 300

/**
 * Keeps it while that client still stands as it was judged, and there is room for whoever speaks for a public
 * one; false: it was not so.
 */
export const insertPushedRequest = (
  db: D1Database,
  { tokenHash, proof, asker, parameters, expiresAt }: NewPushedRequest,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO pushed_request (token_hash, application_id, parameters, expires_at, asker)
         SELECT ?1, id, ?3, ?4, ?6 FROM application
         WHERE id = ?2 ->> 'applicationId' AND ${clientStands({ proof: '?2', now: '?5' })}
           AND (?6 IS NULL OR ${mostOpen} > (
             SELECT count(*) FROM pushed_request WHERE asker = ?6 AND expires_at > ?5))
         RETURNING application_id`,
      )
      .bind(tokenHash, JSON.stringify(proof), JSON.stringify(parameters), expiresAt, now, asker),
  )

/** For the pages that a person goes through before anything is decided: it stays. */
export const readPushedRequest = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  now: number,
): Query<PushedRequest | null> =>
  single(
    db
      .prepare(
        `SELECT application_id, parameters FROM pushed_request
         WHERE token_hash = ?1 AND expires_at > ?2`,
      )
      .bind(tokenHash, now),
    toPushed,
  )

/** A browser has come with it in time: it may take until then to sign in. */
export const holdPushedRequest = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  until: number,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE pushed_request SET expires_at = max(expires_at, ?2)
         WHERE token_hash = ?1 AND expires_at > ?3`,
      )
      .bind(tokenHash, until, now),
  )

/** Used once: by the grant of that id, which asked for it in the same batch. Without the grant it stays. */
export const spendPushedRequest = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  grantId: string,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM pushed_request
         WHERE token_hash = ?1 AND EXISTS (SELECT 1 FROM access_grant WHERE id = ?2)`,
      )
      .bind(tokenHash, grantId),
  )
