import type { AuditEntry } from './audit.ts'
import { isInAudience } from './access-grant.ts'
import { type ClientProof, clientStands } from './oidc-client.ts'
import { command, type Query, verdict } from './trip.ts'

/** What a client shows to get tokens, and all that the batch asks again before it gets any. */
export type Redemption = {
  grantId: string
  /** Of the code or of the refresh token. */
  hash: ArrayBuffer
  proof: ClientProof
  /** Whether the session must still be there that the grant came from. */
  needsSession: boolean
}

/** Of a row `access_grant`: ?1 the grant, ?3 the client's proof, ?4 the time, ?5 whether it needs its session. */
const grantStands = `access_grant.id = ?1 AND ended_at IS NULL
  AND access_grant.application_id = ?3 ->> 'applicationId'
  AND EXISTS (SELECT 1 FROM user WHERE user.id = access_grant.user_id AND user.disabled_at IS NULL
    AND user.must_change_password = 0 AND user.security_stamp = access_grant.security_stamp)
  AND EXISTS (SELECT 1 FROM application WHERE application.id = access_grant.application_id
    AND ${isInAudience('access_grant.user_id')})
  AND (?5 = 0 OR EXISTS (SELECT 1 FROM session WHERE session.sid = access_grant.sid
    AND session.user_id = access_grant.user_id
    AND session.security_stamp = access_grant.security_stamp))
  AND ${clientStands({ proof: '?3', now: '?4' })}`

const values = ({ grantId, hash, proof, needsSession }: Redemption, now: number) => [
  grantId,
  hash,
  JSON.stringify(proof),
  now,
  needsSession ? 1 : 0,
]

/** Redeems a code: true for one request, world-wide. What follows from it asks for its event. */
export const redeemCode = (db: D1Database, redemption: Redemption, now: number): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE access_grant SET redeemed_by = ?3 ->> 'eventId'
         WHERE code_hash = ?2 AND redeemed_by IS NULL AND code_expires_at > ?4 AND ${grantStands}
         RETURNING id`,
      )
      .bind(...values(redemption, now)),
  )

/** The same for a refresh token: the next one takes its place. */
export const useRefreshToken = (
  db: D1Database,
  redemption: Redemption,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `UPDATE refresh_token SET used_by = ?3 ->> 'eventId'
         WHERE token_hash = ?2 AND used_by IS NULL AND expires_at > ?4
           AND EXISTS (SELECT 1 FROM access_grant WHERE access_grant.id = grant_id AND ${grantStands})
         RETURNING grant_id`,
      )
      .bind(...values(redemption, now)),
  )

/** After either, and only if this very event did it. */
export const insertRefreshToken = (
  db: D1Database,
  next: { hash: ArrayBuffer; expiresAt: number },
  { grantId, hash, proof }: Redemption,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO refresh_token (token_hash, grant_id, expires_at)
         SELECT ?1, id, ?2 FROM access_grant WHERE id = ?3 AND ended_at IS NULL
           AND ((code_hash = ?4 AND redeemed_by = ?5) OR EXISTS (SELECT 1 FROM refresh_token
             WHERE token_hash = ?4 AND grant_id = access_grant.id AND used_by = ?5))`,
      )
      .bind(next.hash, next.expiresAt, grantId, hash, proof.eventId),
  )

/** Whether what was shown, ?2, was used before, by another event than ?3: then two hold it. */
const isReused = `access_grant.id = ?1 AND ended_at IS NULL AND (
  (code_hash = ?2 AND redeemed_by <> ?3) OR EXISTS (SELECT 1 FROM refresh_token
    WHERE token_hash = ?2 AND grant_id = access_grant.id AND used_by <> ?3))`

/**
 * A code or a refresh token that comes back was stolen, and nobody can say by whom: nothing of its grant is
 * good any more (RFC 6749, section 4.1.2; RFC 9700, section 4.14.2). The log has it once.
 */
export const endReusedGrant = (
  db: D1Database,
  { grantId, hash }: { grantId: string; hash: ArrayBuffer },
  entry: Omit<AuditEntry, 'actorId' | 'subjectId'>,
  now: number,
) => ({
  reuseNoted: command(
    db
      .prepare(
        `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)
         SELECT ?4, ?3, ?5, ?6 || '@' || application_id, user_id, user_id, ?7, ?8
         FROM access_grant WHERE ${isReused}`,
      )
      .bind(
        grantId,
        hash,
        entry.eventId,
        now,
        entry.action,
        entry.outcome,
        entry.network,
        entry.browser,
      ),
  ),
  reuseEnded: verdict(
    db
      .prepare(`UPDATE access_grant SET ended_at = ?4 WHERE ${isReused} RETURNING id`)
      .bind(grantId, hash, entry.eventId, now),
  ),
})
