import type { User, UserSort } from '../../schema/api/user.ts'
import { type Role, roles } from '../../schema/policy.ts'
import { command, many, type Query, type Row } from './trip.ts'

/** Where somebody stands in a list: by what it is ordered, and what tells equals apart. */
export type Position = { key: string | number; tie: string }

/**
 * Somebody who was looked at. `user` is null where the filters keep them out: `isEnd` says that nobody
 * behind them was looked at for this page.
 */
export type Listed = { user: User | null; at: Position; isEnd: boolean }

/** What is asked of each; null: does not matter. */
export type Facets = { role: Role | null; enrolled: boolean | null; disabled: boolean | null }

export const shownColumns = `user.id, user.username, user.display_name, user.email, user.phone, user.role,
  user.mfa_required, user.may_trust, user.disabled, user.created_at, user.last_sign_in_at,
  (SELECT count(*) FROM real_factor WHERE real_factor.user_id = user.id) AS factors`

export const toUser = (row: Row): User => ({
  id: row['id'] as string,
  username: row['username'] as string,
  displayName: row['display_name'] as string,
  email: row['email'] as string,
  phone: row['phone'] as string,
  role: row['role'] as Role,
  mfaRequired: row['mfa_required'] === 1,
  mayTrust: row['may_trust'] === 1,
  factors: row['factors'] as number,
  disabled: row['disabled'] === 1,
  createdAt: row['created_at'] as number,
  lastSignInAt: row['last_sign_in_at'] as number | null,
})

export const toPosition = (row: Row): Position => ({
  key: row['key'] as string | number,
  tie: row['tie'] as string,
})

/** Each order has an index of its own, behind the facets. */
const orders = {
  username: { column: 'canonical_username', after: '>', way: 'ASC' },
  created: { column: 'created_at', after: '>', way: 'ASC' },
  '-created': { column: 'created_at', after: '<', way: 'DESC' },
  'signed-in': { column: 'signed_in', after: '>', way: 'ASC' },
  '-signed-in': { column: 'signed_in', after: '<', way: 'DESC' },
} as const satisfies Record<UserSort, unknown>

const start: Record<UserSort, string | number> = {
  username: '',
  created: -1,
  '-created': Number.MAX_SAFE_INTEGER,
  'signed-in': -1,
  '-signed-in': Number.MAX_SAFE_INTEGER,
}

const either = (asked: boolean | null): number[] => (asked === null ? [0, 1] : [Number(asked)])

/**
 * People in an order. Those of one role, enrolled or not, disabled or not stand in it within the index:
 * the runs that the facets let in are merged, and none is read further than the page goes. They are
 * merged by role first, for D1 takes at most five parts at a time.
 */
export const listUsers = (
  db: D1Database,
  sort: UserSort,
  { role, enrolled, disabled }: Facets,
  after: Position | null,
  limit: number,
): Query<Listed[]> => {
  const { column, after: sign, way } = orders[sort]
  const inOrder = `ORDER BY key ${way}, tie ${way}`
  const runs = either(enrolled).flatMap((e) => either(disabled).map((d) => [e, d] as const))
  const ofRole = (at: number) =>
    runs
      .map(
        ([e, d]) => `SELECT ${column} AS key, id AS tie FROM user
          WHERE role = ?${at + 4} AND enrolled = ${e} AND disabled = ${d}
            AND (${column}, id) ${sign} (?1, ?2)`,
      )
      .join(' UNION ALL ')
  const asked = role === null ? roles : [role]
  const merged = asked
    .map((_, at) => `SELECT * FROM (${ofRole(at)} ${inOrder})`)
    .join(' UNION ALL ')
  const { key, tie } = after ?? { key: start[sort], tie: '' }
  return many(
    db
      .prepare(
        `SELECT key, tie, ${shownColumns} FROM (${merged} ${inOrder} LIMIT ?3) AS listed
         CROSS JOIN user ON user.id = listed.tie ${inOrder}`,
      )
      .bind(key, tie, limit, ...asked),
    (row) => ({ user: toUser(row), at: toPosition(row), isEnd: false }),
  )
}

/**
 * Notes when somebody signed in, if that session came to be in the same batch; and, for people from before
 * it was kept, what their password attempts are counted under.
 */
export const noteSignIn = (
  db: D1Database,
  { userId, sessionId, subject }: { userId: string; sessionId: string; subject: string },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE user SET last_sign_in_at = ?3, attempt_subject = coalesce(attempt_subject, ?4)
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM session WHERE id = ?2 AND user_id = ?1)`,
      )
      .bind(userId, sessionId, now, subject),
  )
