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

/** Column list of a UserRecord; written once because every way to find a person reads the same. */
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

/** Whoever that proof speaks for: a canonical username, or the hash of a pending login or session token. */
export const readCaller = (db: D1Database, proof: Proof): Query<UserRecord | null> =>
  single(
    db
      .prepare(
        `SELECT id, username, display_name, role, mfa_required, may_trust, security_stamp, disabled_at
         FROM user WHERE id = (SELECT user_id FROM caller WHERE proof = ?1)`,
      )
      .bind(proof),
    toUser,
  )
export type Proof = string | ArrayBuffer

/** Kept apart from the person, so that the hash goes only where it is compared. */
export const readPasswordHash = (db: D1Database, proof: Proof): Query<string | null> =>
  single(
    db
      .prepare(
        `SELECT password_hash FROM user WHERE id = (SELECT user_id FROM caller WHERE proof = ?1)`,
      )
      .bind(proof),
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

/** Ends every session and trusted browser of that person (design rule 4). */
export const bumpSecurityStamp = (db: D1Database, userId: string): Query<null> =>
  command(
    db.prepare(`UPDATE user SET security_stamp = security_stamp + 1 WHERE id = ?1`).bind(userId),
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

/** Added by a super admin, who must still be one as it is written; false where the name is taken or they are not. */
export const insertUser = (
  db: D1Database,
  user: NewUserRecord,
  actorId: string,
  now: number,
): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO user (${columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
         WHERE EXISTS (SELECT 1 FROM user WHERE id = ?12 AND role = 'super_admin' AND disabled_at IS NULL)
         ON CONFLICT (canonical_username) DO NOTHING RETURNING id`,
      )
      .bind(...values(user, now), actorId),
  )

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
           (SELECT count(*) FROM factor WHERE factor.user_id = user.id
              AND confirmed_at IS NOT NULL AND method <> 'recovery') AS factors
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
