import { many, type Query, type Row } from './trip.ts'

/** Somebody whom an administrator should look at. */
export type Concerned = { id: string; username: string }

const toConcerned = (row: Row): Concerned => ({
  id: row['id'] as string,
  username: row['username'] as string,
})

const toConcernedAt = (row: Row) => ({ ...toConcerned(row), at: row['at'] as number })

/** People who are shut out of their password or a factor now, the longest first; each once. */
export const listLocked = (db: D1Database, now: number, limit: number): Query<Concerned[]> =>
  many(
    db
      .prepare(
        `SELECT DISTINCT user.id, username FROM (
           SELECT subject FROM attempt
           WHERE not_before > ?1 AND not_before > since
             AND subject NOT BETWEEN 'network:' AND 'network;'
           ORDER BY not_before DESC LIMIT ?2) AS locked
         JOIN user ON (locked.subject BETWEEN 'factor:' AND 'factor;' AND user.id = substr(locked.subject, -36)) OR user.attempt_subject = locked.subject`,
      )
      .bind(now, limit),
    toConcerned,
  )

/**
 * People with a key whose last code came from the edge of what is accepted, or with a token whose codes
 * will not be found soon.
 */
export const listDrifting = (
  db: D1Database,
  { atLeast, leavesBefore }: { atLeast: number; leavesBefore: number },
  limit: number,
): Query<Concerned[]> =>
  many(
    db
      .prepare(
        `SELECT DISTINCT user.id, username FROM (
           SELECT factor_id FROM totp_secret WHERE abs(drift) >= max(?1, 1) AND drift <> 0
           UNION ALL SELECT factor_id FROM hardware_token WHERE leaves_at < ?2) AS drifting
         JOIN factor ON factor.id = drifting.factor_id JOIN user ON user.id = factor.user_id LIMIT ?3`,
      )
      .bind(atLeast, leavesBefore, limit),
    toConcerned,
  )

/** Who said lately that it was not them. */
export const listReported = (
  db: D1Database,
  since: number,
  limit: number,
): Query<(Concerned & { at: number })[]> =>
  many(
    db
      .prepare(
        `SELECT user.id, username, reported.at FROM (
           SELECT id, actor_id, at FROM audit WHERE action = 'not-me-reported'
           ORDER BY id DESC LIMIT ?2) AS reported
         JOIN user ON user.id = reported.actor_id WHERE reported.at > ?1 ORDER BY reported.id DESC`,
      )
      .bind(since, limit),
    toConcernedAt,
  )

/** Whose passkey was refused lately because its signature count went back; each once, the latest first. */
export const listCloned = (
  db: D1Database,
  since: number,
  limit: number,
): Query<(Concerned & { at: number })[]> =>
  many(
    db
      .prepare(
        `SELECT user.id, username, cloned.at FROM (
           SELECT actor_id, max(at) AS at FROM audit
           WHERE outcome = 'passkey:cloned' AND at > ?1
           GROUP BY actor_id ORDER BY 2 DESC LIMIT ?2) AS cloned
         JOIN user ON user.id = cloned.actor_id ORDER BY cloned.at DESC`,
      )
      .bind(since, limit),
    toConcernedAt,
  )

/** Administrators whom only a password protects. */
export const listUnprotectedAdmins = (db: D1Database, limit: number): Query<Concerned[]> =>
  many(
    db
      .prepare(
        `SELECT id, username FROM user
         WHERE role IN ('admin', 'super_admin') AND enrolled = 0 AND disabled = 0
         ORDER BY canonical_username LIMIT ?1`,
      )
      .bind(limit),
    toConcerned,
  )
