import type { User } from '../../schema/api/user.ts'
import type { Role } from '../../schema/policy.ts'
import { command, many, type Query, type Row, single, verdict } from './trip.ts'

/** A person as decisions need them. */
export type UserRecord = {
  id: string
  username: string
  displayName: string
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  securityStamp: number
  disabled: boolean
}

const toUser = (row: Row): UserRecord => ({
  id: row['id'] as string,
  username: row['username'] as string,
  displayName: row['display_name'] as string,
  role: row['role'] as Role,
  mfaRequired: row['mfa_required'] === 1,
  mayTrust: row['may_trust'] === 1,
  securityStamp: row['security_stamp'] as number,
  disabled: row['disabled_at'] !== null,
})

/** The caller: a canonical username, or the hash of a pending login or session token. */
export const readCaller = (db: D1Database, caller: CallerKey): Query<UserRecord | null> =>
  single(
    db
      .prepare(
        `SELECT id, username, display_name, role, mfa_required, may_trust, security_stamp, disabled_at
         FROM user WHERE id = (SELECT user_id FROM caller WHERE key = ?1)`,
      )
      .bind(caller),
    toUser,
  )
export type CallerKey = string | ArrayBuffer

/** Kept apart from the person, so that the hash goes only where it is compared. */
export const readPasswordHash = (db: D1Database, caller: CallerKey): Query<string | null> =>
  single(
    db
      .prepare(
        `SELECT password_hash FROM user WHERE id = (SELECT user_id FROM caller WHERE key = ?1)`,
      )
      .bind(caller),
    (row) => row['password_hash'] as string,
  )

/** Re-hashed under today's parameters; only over the hash that was checked. */
export const upgradePasswordHash = (
  db: D1Database,
  userId: string,
  former: string,
  upgraded: string,
): Query<null> =>
  command(
    db
      .prepare(`UPDATE user SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2`)
      .bind(userId, former, upgraded),
  )

export type NewUserRecord = {
  id: string
  username: string
  canonicalUsername: string
  displayName: string
  email: string
  phone: string
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  passwordHash: string
}

const columns = `id, username, canonical_username, display_name, email, phone, role, mfa_required,
  may_trust, password_hash, created_at`

const values = (user: NewUserRecord, now: number) => [
  user.id,
  user.username,
  user.canonicalUsername,
  user.displayName,
  user.email,
  user.phone,
  user.role,
  user.mfaRequired ? 1 : 0,
  user.mayTrust ? 1 : 0,
  user.passwordHash,
  now,
]

/** The very first person; false ever after, also for two at once. */
export const insertFirstUser = (db: D1Database, user: NewUserRecord, now: number): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO user (${columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
         WHERE NOT EXISTS (SELECT 1 FROM user) RETURNING id`,
      )
      .bind(...values(user, now)),
  )

/** Who acts, as they were judged; a role taken away while a request runs wins over it. */
export type Actor = Pick<UserRecord, 'id' | 'role' | 'securityStamp'> & { sessionId: string }

/** False where the name is taken, or the actor is no longer who was judged. */
export const insertUser = (
  db: D1Database,
  user: NewUserRecord,
  actor: Actor,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO user (${columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
         WHERE EXISTS (
           SELECT 1 FROM session JOIN user AS actor ON actor.id = session.user_id
           WHERE session.id = ?15 AND actor.id = ?12 AND actor.role = ?13
             AND actor.security_stamp = ?14 AND session.security_stamp = ?14
             AND actor.disabled_at IS NULL)
         ON CONFLICT (canonical_username) DO NOTHING RETURNING id`,
      )
      .bind(...values(user, now), actor.id, actor.role, actor.securityStamp, actor.sessionId),
  )

/** Whether this installation has anybody in it. */
export const anyUser = (db: D1Database): Query<boolean> => ({
  statement: db.prepare(`SELECT 1 FROM user LIMIT 1`),
  read: (rows) => rows.length > 0,
})

/** A page in the order of canonical usernames; `prefix` and `after` are canonical, '' for none. */
export const listUsers = (
  db: D1Database,
  { prefix, after, limit }: { prefix: string; after: string; limit: number },
): Query<(User & { canonicalUsername: string })[]> =>
  many(
    db
      .prepare(
        `SELECT id, username, canonical_username, display_name, email, phone, role, mfa_required,
           may_trust, disabled_at, created_at,
           (SELECT count(*) FROM real_factor WHERE real_factor.user_id = user.id) AS factors
         FROM user
         WHERE canonical_username > ?1 AND canonical_username >= ?2
           AND canonical_username < ?2 || char(0x10ffff)
         ORDER BY canonical_username LIMIT ?3`,
      )
      .bind(after, prefix, limit),
    (row) => ({
      ...toUser(row),
      canonicalUsername: row['canonical_username'] as string,
      email: row['email'] as string,
      phone: row['phone'] as string,
      factors: row['factors'] as number,
      createdAt: row['created_at'] as number,
    }),
  )
