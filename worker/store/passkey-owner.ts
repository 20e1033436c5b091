import type { HeldFactor } from '../domain/factor.ts'
import type { PolicyGroup } from '../domain/policy.ts'
import { toPolicyGroup, settingColumns } from './group.ts'
import { many, type Query, single } from './trip.ts'
import { decisive, toUser, type UserRecord } from './user.ts'

/*
 * Whom a credential belongs to, by its id. Its maker chose the id, so it is no key of `caller`: one that
 * equals the hash of somebody's token must not speak for them.
 */
const owner = `(SELECT user_id FROM passkey JOIN factor ON factor.id = factor_id
  WHERE credential_id = ?1 AND confirmed_at IS NOT NULL)`

export const readPasskeyOwner = (
  db: D1Database,
  credentialId: Uint8Array,
): Query<UserRecord | null> =>
  single(db.prepare(`SELECT ${decisive} FROM user WHERE id = ${owner}`).bind(credentialId), toUser)

/** The owner's groups, the strongest first. */
export const listPasskeyOwnersGroups = (
  db: D1Database,
  credentialId: Uint8Array,
): Query<PolicyGroup[]> =>
  many(
    db
      .prepare(
        `SELECT id, name, ${settingColumns} FROM user_group
         WHERE everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = ${owner})
         ORDER BY everyone, priority, id`,
      )
      .bind(credentialId),
    toPolicyGroup,
  )

/** What the owner has confirmed, by kind. */
export const listPasskeyOwnersMethods = (
  db: D1Database,
  credentialId: Uint8Array,
): Query<HeldFactor[]> =>
  many(
    db
      .prepare(
        `SELECT DISTINCT method FROM factor WHERE user_id = ${owner} AND confirmed_at IS NOT NULL`,
      )
      .bind(credentialId),
    (row) => ({ method: row['method'] as HeldFactor['method'], state: 'confirmed' }),
  )
