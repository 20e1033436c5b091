import type { Role } from '../../schema/policy.ts'
import { type Query, type Row, single, verdict } from './trip.ts'

/** A person as decisions need them. */
export type UserRecord = {
  id: string
  username: string
  displayName: string
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  trustOverride: boolean
  mustChangePassword: boolean
  securityStamp: number
  disabled: boolean
}

export const toUser = (row: Row): UserRecord => ({
  id: row['id'] as string,
  username: row['username'] as string,
  displayName: row['display_name'] as string,
  role: row['role'] as Role,
  mfaRequired: row['mfa_required'] === 1,
  mayTrust: row['may_trust'] === 1,
  trustOverride: row['trust_override'] === 1,
  mustChangePassword: row['must_change_password'] === 1,
  securityStamp: row['security_stamp'] as number,
  disabled: row['disabled_at'] !== null,
})

/** What decisions need of a person. */
export const decisive = `id, username, display_name, role, mfa_required, may_trust, trust_override,
  must_change_password, security_stamp, disabled_at`

/** The caller: a canonical username, or the hash of a pending login or session token. */
export const readCaller = (db: D1Database, caller: CallerKey): Query<UserRecord | null> =>
  single(
    db
      .prepare(
        `SELECT ${decisive} FROM user WHERE id = (SELECT user_id FROM caller WHERE key = ?1)`,
      )
      .bind(caller),
    toUser,
  )
export type CallerKey = string | ArrayBuffer

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
  mustChangePassword: boolean
  passwordHash: string
  /** What this person's password attempts are counted under (store/attempt.ts). */
  attemptSubject: string
}

const columns = `id, username, canonical_username, display_name, email, phone, role, mfa_required,
  may_trust, must_change_password, password_hash, attempt_subject, created_at`
const places = columns.split(',').map((_, i) => `?${i + 1}`)

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
  user.mustChangePassword ? 1 : 0,
  user.passwordHash,
  user.attemptSubject,
  now,
]

/** The very first person; false ever after, also for two at once. */
export const insertFirstUser = (db: D1Database, user: NewUserRecord, now: number): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO user (${columns}) SELECT ${places.join(', ')}
         WHERE NOT EXISTS (SELECT 1 FROM user) RETURNING id`,
      )
      .bind(...values(user, now)),
  )

/** False where the name is taken. */
export const insertUser = (db: D1Database, user: NewUserRecord, now: number): Query<boolean> =>
  verdict(
    db
      .prepare(
        `INSERT INTO user (${columns}) VALUES (${places.join(', ')})
         ON CONFLICT (canonical_username) DO NOTHING RETURNING id`,
      )
      .bind(...values(user, now)),
  )

/** Whether this installation has anybody in it. */
export const anyUser = (db: D1Database): Query<boolean> => ({
  statement: db.prepare(`SELECT 1 FROM user LIMIT 1`),
  read: (rows) => rows.length > 0,
})
