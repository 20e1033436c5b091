import type { Profile } from '../domain/scenario.ts'
import type { Role } from '../../schema/policy.ts'
import type { Method } from '../../schema/api/factor.ts'
import { many, type Query } from './trip.ts'

/**
 * Everybody, counted by all that policy looks at: as many rows as there are different profiles, however
 * many people. It reads everybody: for what is asked rarely.
 */
export const readPopulation = (db: D1Database): Query<Profile[]> =>
  many(
    db.prepare(
      `SELECT role, mfa_required, may_trust, trust_override, disabled_at IS NOT NULL AS disabled, has_password,
         methods, waiting, groups, count(*) AS people,
         min(username) AS first_example, max(username) AS last_example
       FROM (
         SELECT role, mfa_required, may_trust, trust_override, disabled_at, username,
           password_hash <> '' AS has_password,
           (SELECT group_concat(DISTINCT method) FROM factor
            WHERE factor.user_id = user.id AND confirmed_at IS NOT NULL AND method <> 'recovery'
           ) AS methods,
           (SELECT group_concat(DISTINCT method) FROM factor
            WHERE factor.user_id = user.id AND confirmed_at IS NULL AND handed_over = 1) AS waiting,
           (SELECT group_concat(group_id) FROM
             (SELECT group_id FROM group_member WHERE user_id = user.id ORDER BY group_id)) AS groups
         FROM user)
       GROUP BY role, mfa_required, may_trust, trust_override, disabled, has_password,
         methods, waiting, groups`,
    ),
    (row) => ({
      role: row['role'] as Role,
      mfaRequired: row['mfa_required'] === 1,
      mayTrust: row['may_trust'] === 1,
      trustOverride: row['trust_override'] === 1,
      disabled: row['disabled'] === 1,
      hasPassword: row['has_password'] === 1,
      factors: [
        ...listed(row['methods']).map((method) => held(method, 'confirmed')),
        ...listed(row['waiting']).map((method) => held(method, 'handed-over')),
      ],
      groups: listed(row['groups']),
      people: row['people'] as number,
      examples: [...new Set([row['first_example'] as string, row['last_example'] as string])],
    }),
  )

const listed = (joined: unknown): string[] => (typeof joined === 'string' ? joined.split(',') : [])
const held = (method: string, state: 'confirmed' | 'handed-over') => ({
  method: method as Method,
  state,
})
