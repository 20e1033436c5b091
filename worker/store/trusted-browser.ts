import { defaultSettings, type Role } from '../../schema/policy.ts'
import type { PresentedTrust } from '../domain/trusted-browser.ts'
import { type Asking, isFor, stillAsks } from './application-key.ts'
import { command, many, type Query, single, verdict } from './trip.ts'

/** Whether a successor of the token `former` has been used: what came back is then no repetition. */
const succeeded = (former: 'trust_token' | 'former') => `EXISTS (
  SELECT 1 FROM trust_token AS child
  JOIN trust_token AS grandchild ON grandchild.browser_id = child.browser_id
    AND grandchild.parent_hash = child.token_hash
  WHERE child.browser_id = ${former}.browser_id AND child.parent_hash = ${former}.token_hash)`

/**
 * What is known of a trust token, whoever's it is and whether or not it still counts. Trust at an
 * application is unknown anywhere else, and so is that at our own door (`applicationId` null).
 */
export const readTrust = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  applicationId: string | null,
): Query<PresentedTrust | null> =>
  single(
    db
      .prepare(
        `SELECT browser_id, user_id, security_stamp, trusted_browser.created_at, expires_at, superseded_at, superseded_from,
           ${succeeded('trust_token')} AS succeeded
         FROM trust_token JOIN trusted_browser ON trusted_browser.id = trust_token.browser_id
         WHERE token_hash = ?1 AND application_id IS ?2`,
      )
      .bind(tokenHash, applicationId),
    (row) => ({
      browserId: row['browser_id'] as string,
      userId: row['user_id'] as string,
      securityStamp: row['security_stamp'] as number,
      createdAt: row['created_at'] as number,
      expiresAt: row['expires_at'] as number,
      supersededAt: row['superseded_at'] as number | null,
      supersededFrom: row['superseded_from'] as string | null,
      succeeded: row['succeeded'] === 1,
    }),
  )

/** Whom trust is for, as policy judged them. */
type TrustHolder = { userId: string; role: Role }

/** Trust may have been withdrawn since it was judged: by the person's own flag, or for their role. */
const stillAllowed = (holder: TrustHolder) => ({
  sql: `user.id = ?1 AND user.may_trust = 1 AND user.role = ?2 AND (user.trust_override = 1
    OR coalesce((SELECT value FROM setting WHERE name = 'trust.' || ?2), ?3) = 'true')`,
  values: [holder.userId, holder.role, String(defaultSettings[`trust.${holder.role}`])],
})

export type TrustRotation = TrustHolder & {
  former: ArrayBuffer
  next: ArrayBuffer
  browserId: string
  applicationId: string | null
  network: string
  /** How long a superseded token still stands in for its successor, in the same network. */
  graceSeconds: number
}

/**
 * One use of a trusted browser: the next token comes to be if the former still counts as this is
 * written, and supersedes the others of the family, but for its twin: the answer to the same token that
 * may have been lost, or may arrive last. `rotated` false: somebody revoked it meanwhile.
 */
export const rotateTrust = (db: D1Database, rotation: TrustRotation, now: number) => {
  const { former, next, browserId, applicationId, network, graceSeconds } = rotation
  const allowed = stillAllowed(rotation)
  return {
    rotated: verdict(
      db
        .prepare(
          `INSERT INTO trust_token (token_hash, browser_id, parent_hash)
           SELECT ?5, trusted_browser.id, ?4
           FROM trust_token AS former
           JOIN trusted_browser ON trusted_browser.id = former.browser_id
           JOIN user ON user.id = trusted_browser.user_id
           WHERE former.token_hash = ?4 AND expires_at > ?6 AND ${allowed.sql}
             AND user.security_stamp = trusted_browser.security_stamp AND application_id IS ?9
             AND (superseded_at IS NULL OR (superseded_at > ?6 - ?8 AND superseded_from = ?7
               AND NOT ${succeeded('former')}))
           RETURNING token_hash`,
        )
        .bind(...allowed.values, former, next, now, network, graceSeconds, applicationId),
    ),
    superseded: command(
      db
        .prepare(
          `UPDATE trust_token SET superseded_at = ?3, superseded_from = ?4
           WHERE browser_id = ?1 AND token_hash <> ?2 AND superseded_at IS NULL
             AND parent_hash IS NOT ?5
             AND EXISTS (SELECT 1 FROM trust_token AS next WHERE next.token_hash = ?2)`,
        )
        .bind(browserId, next, now, network, former),
    ),
    used: command(
      db
        .prepare(
          `UPDATE trusted_browser SET last_used_at = ?3
           WHERE id = ?1 AND EXISTS (SELECT 1 FROM trust_token WHERE token_hash = ?2)`,
        )
        .bind(browserId, next, now),
    ),
  }
}

export type NewTrust = TrustHolder & {
  browserId: string
  tokenHash: ArrayBuffer
  name: string
  place: string
  expiresAt: number
  /** Null: at our own door. */
  applicationId: string | null
  /** What grants it: a sign-in, or the receipt of one; where that is not there, the trust never exists. */
  grounds: { sessionId: string } | { receipt: ArrayBuffer; asking: Asking }
  /** The trust token that this browser held, also another user's: its family ends with the new one. */
  replaced: ArrayBuffer | null
}

const bySession = `session AS granting JOIN user ON user.id = granting.user_id
  WHERE granting.id = ?5`
const byReceipt = `validation AS granting JOIN user ON user.id = granting.user_id
  WHERE granting.token_hash = ?5 AND granting.purpose = 'receipt' AND granting.application_id = ?10
    AND granting.expires_at > ?8 AND granting.security_stamp = user.security_stamp
    AND user.disabled_at IS NULL AND ${stillAsks('?11', '?8')} AND ${isFor('?11')}`

/**
 * Trusts a browser from now on. A superseded token ends nobody's family: whoever brings it does not hold
 * that browser any more.
 */
export const establishTrust = (db: D1Database, trust: NewTrust, now: number) => {
  const allowed = stillAllowed(trust)
  const { grounds } = trust
  return {
    trusted: verdict(
      db
        .prepare(
          `INSERT INTO trusted_browser (id, user_id, security_stamp, name, place, created_at,
             last_used_at, expires_at, application_id)
           SELECT ?4, granting.user_id, granting.security_stamp, ?6, ?7, ?8, ?8, ?9, ?10
           FROM ${'sessionId' in grounds ? bySession : byReceipt} AND ${allowed.sql}
           RETURNING id`,
        )
        .bind(
          ...allowed.values,
          trust.browserId,
          'sessionId' in grounds ? grounds.sessionId : grounds.receipt,
          trust.name,
          trust.place,
          now,
          trust.expiresAt,
          trust.applicationId,
          ...('sessionId' in grounds ? [] : [JSON.stringify(grounds.asking)]),
        ),
    ),
    token: command(
      db
        .prepare(
          `INSERT INTO trust_token (token_hash, browser_id)
           SELECT ?2, id FROM trusted_browser WHERE id = ?1`,
        )
        .bind(trust.browserId, trust.tokenHash),
    ),
    replaced: command(
      db
        .prepare(
          `DELETE FROM trusted_browser
           WHERE id = (SELECT browser_id FROM trust_token
                       WHERE token_hash = ?1 AND superseded_at IS NULL)
             AND EXISTS (SELECT 1 FROM trusted_browser AS new
                         WHERE new.id = ?2 AND new.application_id IS trusted_browser.application_id)`,
        )
        .bind(trust.replaced, trust.browserId),
    ),
    receiptUsed:
      'receipt' in grounds
        ? command(
            db
              .prepare(
                `DELETE FROM validation WHERE token_hash = ?1
                   AND EXISTS (SELECT 1 FROM trusted_browser AS new WHERE new.id = ?2)`,
              )
              .bind(grounds.receipt, trust.browserId),
          )
        : null,
  }
}

export const deleteTrust = (db: D1Database, browserId: string, userId: string): Query<boolean> =>
  verdict(
    db
      .prepare(`DELETE FROM trusted_browser WHERE id = ?1 AND user_id = ?2 RETURNING id`)
      .bind(browserId, userId),
  )

export const deleteAllTrust = (db: D1Database, userId: string): Query<null> =>
  command(db.prepare(`DELETE FROM trusted_browser WHERE user_id = ?1`).bind(userId))

export type TrustListing = {
  id: string
  name: string
  place: string
  /** Where it is trusted, where that is not our own door. */
  application: string | null
  current: boolean
  createdAt: number
  lastUsedAt: number
  expiresAt: number
}

/** A person's trusted browsers that still count; `presented` marks the one that is asking. */
export const listTrust = (
  db: D1Database,
  userId: string,
  presented: ArrayBuffer | null,
  now: number,
): Query<TrustListing[]> =>
  many(
    db
      .prepare(
        `SELECT trusted_browser.id, trusted_browser.name, place, application.name AS application,
           trusted_browser.created_at, last_used_at, expires_at,
           application_id IS NULL AND EXISTS (SELECT 1 FROM trust_token
             WHERE browser_id = trusted_browser.id AND token_hash = ?2) AS current
         FROM trusted_browser JOIN user ON user.id = trusted_browser.user_id
         LEFT JOIN application ON application.id = application_id
         WHERE user_id = ?1 AND expires_at > ?3
           AND trusted_browser.security_stamp = user.security_stamp
         ORDER BY last_used_at DESC LIMIT 100`,
      )
      .bind(userId, presented, now),
    (row) => ({
      id: row['id'] as string,
      name: row['name'] as string,
      place: row['place'] as string,
      application: row['application'] as string | null,
      current: row['current'] === 1,
      createdAt: row['created_at'] as number,
      lastUsedAt: row['last_used_at'] as number,
      expiresAt: row['expires_at'] as number,
    }),
  )
