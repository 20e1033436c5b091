import { blob, command, type Query, single, verdict } from './trip.ts'

/** How many messages may be sent within so many seconds. */
export type SendLimits = {
  seconds: number
  perPerson: number
  perDay: number
  perNetwork: number
}

/** When one more message may be sent to ?1 and from ?2; in the past where it may now. */
const openAt = `max(
  coalesce((SELECT sent_at + ?3 FROM sms_send WHERE user_id = ?1
            ORDER BY sent_at DESC LIMIT 1 OFFSET ?4 - 1), 0),
  coalesce((SELECT sent_at + 86400 FROM sms_send WHERE user_id = ?1
            ORDER BY sent_at DESC LIMIT 1 OFFSET ?5 - 1), 0),
  coalesce((SELECT sent_at + ?3 FROM sms_send WHERE network = ?2
            ORDER BY sent_at DESC LIMIT 1 OFFSET ?6 - 1), 0))`

/** Reserves one message: true for no more of them than are allowed, whatever runs in parallel. */
export const claimSend = (
  db: D1Database,
  { userId, network }: { userId: string; network: string },
  { seconds, perPerson, perDay, perNetwork }: SendLimits,
  now: number,
) => {
  const bound = [userId, network, seconds, perPerson, perDay, perNetwork]
  return {
    openAt: single(
      db.prepare(`SELECT ${openAt} AS at`).bind(...bound),
      (row) => row['at'] as number,
    ),
    claimed: verdict(
      db
        .prepare(
          `INSERT INTO sms_send (id, user_id, network, sent_at)
           SELECT ?7, ?1, ?2, ?8 WHERE ${openAt} <= ?8 RETURNING id`,
        )
        .bind(...bound, crypto.randomUUID(), now),
    ),
  }
}

type SmsCode = { callerHash: ArrayBuffer; userId: string; hash: ArrayBuffer; expiresAt: number }

/**
 * Keeps a code that was sent, in place of the last one, for whoever is still signed in or held at the door
 * by that token. The door stays open as long as the code is good.
 */
export const keepSmsCode = (db: D1Database, code: SmsCode, now: number) => ({
  kept: verdict(
    db
      .prepare(
        `INSERT INTO sms_code (caller_hash, user_id, code_hash, created_at, expires_at)
         SELECT ?1, ?2, ?3, ?4, ?5 FROM caller WHERE key = ?1 AND user_id = ?2
         ON CONFLICT (caller_hash) DO UPDATE SET code_hash = excluded.code_hash, tries = 0,
           created_at = excluded.created_at, expires_at = excluded.expires_at
         RETURNING user_id`,
      )
      .bind(code.callerHash, code.userId, code.hash, now, code.expiresAt),
  ),
  prolonged: command(
    db
      .prepare(
        `UPDATE pending_login SET expires_at = max(expires_at, ?2)
         WHERE token_hash = ?1 AND expires_at > ?3`,
      )
      .bind(code.callerHash, code.expiresAt, now),
  ),
})

/** Counts a try before anything is compared. What comes back may be compared; null: there is no try left. */
export const trySmsCode = (
  db: D1Database,
  callerHash: ArrayBuffer,
  most: number,
  now: number,
): Query<Uint8Array<ArrayBuffer> | null> =>
  single(
    db
      .prepare(
        `UPDATE sms_code SET tries = tries + 1
         WHERE caller_hash = ?1 AND tries < ?2 AND expires_at > ?3
         RETURNING code_hash`,
      )
      .bind(callerHash, most, now),
    (row) => blob(row['code_hash']),
  )

/** Spends the code that was found right: the batch is undone where it was used or replaced meanwhile. */
export const spendSmsCode = (
  db: D1Database,
  { callerHash, hash }: { callerHash: ArrayBuffer; hash: Uint8Array<ArrayBuffer> },
  now: number,
) => ({
  smsCounts: command(
    db
      .prepare(
        `INSERT INTO assertion (sms_code_counts) SELECT 0
         WHERE NOT EXISTS (SELECT 1 FROM sms_code
           WHERE caller_hash = ?1 AND code_hash = ?2 AND expires_at > ?3)`,
      )
      .bind(callerHash, hash, now),
  ),
  smsSpent: command(db.prepare(`DELETE FROM sms_code WHERE caller_hash = ?1`).bind(callerHash)),
})

/** Where the caller's messages go; empty: nowhere. */
export const readPhone = (db: D1Database, caller: ArrayBuffer): Query<string | null> =>
  single(
    db
      .prepare(`SELECT phone FROM user WHERE id = (SELECT user_id FROM caller WHERE key = ?1)`)
      .bind(caller),
    (row) => row['phone'] as string,
  )
