import { type Asking, isFor, stillAsks } from './application-key.ts'
import { command, many, type Query, single, verdict } from './trip.ts'

/** How long a right password stands in the next request, and how long trust may be asked for, in seconds. */
export const challengeSeconds = 300
export const receiptSeconds = 60

export type NewChallenge = {
  tokenHash: ArrayBuffer
  applicationId: string
  userId: string
  securityStamp: number
  asking: Asking
}

/** The password was right: false where the person, or who asks, is not what was judged any more. */
export const insertChallenge = (
  db: D1Database,
  challenge: NewChallenge,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO validation (token_hash, application_id, user_id, security_stamp, purpose, expires_at)
         SELECT ?1, ?2, id, security_stamp, 'challenge', ?5 FROM user
         WHERE id = ?3 AND security_stamp = ?4 AND disabled_at IS NULL AND ${stillAsks('?7', '?6')}
         RETURNING user_id`,
      )
      .bind(
        challenge.tokenHash,
        challenge.applicationId,
        challenge.userId,
        challenge.securityStamp,
        now + challengeSeconds,
        now,
        JSON.stringify(challenge.asking),
      ),
  )

/** Whose that is, while it counts: of this application alone, for that purpose, and unused. */
export const readValidation = (
  db: D1Database,
  token: { hash: ArrayBuffer; applicationId: string; purpose: 'challenge' | 'receipt' },
  now: number,
): Query<{ userId: string } | null> =>
  single(
    db
      .prepare(
        `SELECT user_id FROM validation JOIN user ON user.id = user_id
         WHERE token_hash = ?1 AND application_id = ?2 AND purpose = ?3 AND expires_at > ?4
           AND validation.security_stamp = user.security_stamp AND disabled_at IS NULL`,
      )
      .bind(token.hash, token.applicationId, token.purpose, now),
    (row) => ({ userId: row['user_id'] as string }),
  )

/** The challenge of that token is used up, if that session began by it. */
export const deleteValidation = (
  db: D1Database,
  tokenHash: ArrayBuffer,
  sessionId: string,
): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM validation WHERE token_hash = ?1 AND EXISTS (SELECT 1 FROM session WHERE id = ?2)`,
      )
      .bind(tokenHash, sessionId),
  )

/** Lets this application trust the browser of whoever proved a factor in that session. */
export const insertReceipt = (
  db: D1Database,
  receipt: { tokenHash: ArrayBuffer; applicationId: string; sessionId: string },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO validation (token_hash, application_id, user_id, security_stamp, purpose, expires_at)
         SELECT ?1, ?2, user_id, security_stamp, 'receipt', ?4 FROM session
         WHERE id = ?3 AND factor_at IS NOT NULL`,
      )
      .bind(receipt.tokenHash, receipt.applicationId, receipt.sessionId, now + receiptSeconds),
  )

/** What a person's keys show: how many digits, by kind. */
export const listDigits = (
  db: D1Database,
  username: string,
): Query<{ method: string; digits: number }[]> =>
  many(
    db
      .prepare(
        `SELECT DISTINCT method, coalesce(totp_secret.digits, hardware_token.digits) AS digits
         FROM factor
         LEFT JOIN totp_secret ON totp_secret.factor_id = factor.id
         LEFT JOIN hardware_token ON hardware_token.factor_id = factor.id
         WHERE factor.user_id = (SELECT user_id FROM caller WHERE key = ?1)
           AND (confirmed_at IS NOT NULL OR handed_over = 1)
           AND coalesce(totp_secret.digits, hardware_token.digits) IS NOT NULL`,
      )
      .bind(username),
    (row) => ({ method: row['method'] as string, digits: row['digits'] as number }),
  )

/** What an application learns of whom it lets in, beside what decisions need. */
export const readEmail = (db: D1Database, userId: string): Query<string | null> =>
  single(
    db.prepare(`SELECT email FROM user WHERE id = ?1`).bind(userId),
    (row) => row['email'] as string,
  )

/** What an answer of ours to a program rests on: asked again as it is written. */
export type ProgramGrounds = {
  /** `byPassword`: whether it rests on a password, which must not be one that is due to be changed. */
  asking: Asking & { byPassword: boolean }
  /** The challenge that stood for the password. */
  challenge: ArrayBuffer | null
}

/** The same as a condition on the row `user`. `grounds` names a parameter, `challenge` and `now` too. */
export const programHolds = (grounds: string, challenge: string, now: string): string => `(
  ${grounds} IS NULL OR (${stillAsks(grounds, now)} AND ${isFor(grounds)}
    AND (${grounds} ->> 'byPassword' = 0 OR user.must_change_password = 0)))
  AND (${challenge} IS NULL OR EXISTS (SELECT 1 FROM validation
    WHERE validation.token_hash = ${challenge} AND validation.purpose = 'challenge'
      AND validation.user_id = user.id AND validation.security_stamp = user.security_stamp
      AND validation.expires_at > ${now}))`
