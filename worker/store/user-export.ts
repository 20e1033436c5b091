import type { Role } from '../../schema/policy.ts'
import { many, type Query } from './trip.ts'

/** Somebody as a file tells of them. Times are unix seconds. */
export type ExportedUser = {
  username: string
  canonicalUsername: string
  displayName: string
  email: string
  phone: string
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  /** Kinds of confirmed second factors. */
  factors: string[]
  disabled: boolean
  createdAt: number
  lastSignInAt: number | null
  /** Names, the strongest first. */
  groups: string[]
}

/** People in the order of canonical usernames, behind that one. */
export const exportUsers = (db: D1Database, after: string, limit: number): Query<ExportedUser[]> =>
  many(
    db
      .prepare(
        `SELECT username, canonical_username, display_name, email, phone, role, mfa_required, may_trust,
           disabled, created_at, last_sign_in_at,
           (SELECT json_group_array(DISTINCT method) FROM factor WHERE factor.user_id = user.id
              AND confirmed_at IS NOT NULL AND method <> 'recovery') AS factors,
           (SELECT json_group_array(name ORDER BY priority, user_group.id)
            FROM group_member JOIN user_group ON user_group.id = group_id
            WHERE group_member.user_id = user.id) AS groups
         FROM user WHERE canonical_username > ?1 ORDER BY canonical_username LIMIT ?2`,
      )
      .bind(after, limit),
    (row) => ({
      username: row['username'] as string,
      canonicalUsername: row['canonical_username'] as string,
      displayName: row['display_name'] as string,
      email: row['email'] as string,
      phone: row['phone'] as string,
      role: row['role'] as Role,
      mfaRequired: row['mfa_required'] === 1,
      mayTrust: row['may_trust'] === 1,
      factors: JSON.parse(row['factors'] as string) as string[],
      disabled: row['disabled'] === 1,
      createdAt: row['created_at'] as number,
      lastSignInAt: row['last_sign_in_at'] as number | null,
      groups: JSON.parse(row['groups'] as string) as string[],
    }),
  )
