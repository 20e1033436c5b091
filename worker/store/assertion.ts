import { maxApplicationKeys, maxApplications } from '../../schema/api/application.ts'
import { type Group, maxGroups } from '../../schema/api/group.ts'
import { groupSettingNames, type Role } from '../../schema/policy.ts'
import { command, type Query } from './trip.ts'
import type { UserRecord } from './user.ts'

/*
 * What a batch says must be true for any of it to happen. Where it is not, the whole batch is undone and
 * the trip throws `AssertionFailed`: no statement beside it needs the condition once more.
 */

/** Who acts, as they were judged; a role taken away while a request runs wins over it. */
export type Actor = Pick<UserRecord, 'id' | 'role' | 'securityStamp'> & { sessionId: string }

/** To whom it is done, and the roles of people to whom that actor may do it. */
export type Reach = { targetId: string; roles: readonly Role[] }

/**
 * First in a batch: the actor's session still counts, with the role that was judged, and the target
 * still is somebody of a role within reach.
 */
export const permit = (db: D1Database, actor: Actor, reach: Reach | null): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (actor_may) SELECT 0
         WHERE NOT EXISTS (
             SELECT 1 FROM session JOIN user AS actor ON actor.id = session.user_id
             WHERE session.id = ?1 AND actor.id = ?2 AND actor.role = ?3
               AND actor.security_stamp = ?4 AND session.security_stamp = ?4
               AND actor.disabled_at IS NULL)
           OR (?5 IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM user WHERE id = ?5 AND role IN (SELECT value FROM json_each(?6))))`,
      )
      .bind(
        actor.sessionId,
        actor.id,
        actor.role,
        actor.securityStamp,
        reach?.targetId ?? null,
        JSON.stringify(reach?.roles ?? []),
      ),
  )

const superAdmin = `user.role = 'super_admin' AND user.disabled_at IS NULL AND user.password_hash <> ''`

/** Who must enroll does so by themselves: not with a ticket. */
const openDoor = `coalesce((SELECT value FROM setting WHERE name = 'enrollment.at_login'), '"open"')
  = '"open"'`

/**
 * Last in a batch that might take the last way in: afterwards some super admin can still sign in. One
 * who must enroll first can only where the door lets them do it by themselves.
 */
export const superAdminRemains = (db: D1Database): Query<null> =>
  command(
    db.prepare(
      `INSERT INTO assertion (super_admin_remains) SELECT 0
       WHERE NOT EXISTS (
         SELECT 1 FROM user JOIN user_policy ON user_policy.user_id = user.id
         WHERE ${superAdmin}
           AND (user_policy.required = 0
             OR EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)
             OR EXISTS (SELECT 1 FROM waiting_key WHERE waiting_key.user_id = user.id)
             OR ${openDoor}))`,
    ),
  )

/**
 * Before a passkey's assertion is believed: no other has counted as far since (WebAuthn Level 3, 7.2). What
 * was removed meanwhile, or came twice, is no copy: whoever spends the challenge refuses it.
 *
 * @param challenge what a use of its challenge is called (store/single-use.ts)
 */
export const passkeyCounts = (
  db: D1Database,
  { factorId, signCount, challenge }: { factorId: string; signCount: number; challenge: string },
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (passkey_counts) SELECT 0 FROM passkey
         WHERE factor_id = ?1 AND sign_count >= ?2 AND sign_count > 0
           AND NOT EXISTS (SELECT 1 FROM single_use WHERE subject = ?3)`,
      )
      .bind(factorId, signCount, challenge),
  )

/** After somebody was saved by an administrator who may not go against it: what the settings require. */
export const requirementHolds = (db: D1Database, userId: string): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (requirement_holds) SELECT 0 FROM user
         WHERE id = ?1 AND mfa_required = 0
           AND (SELECT value FROM setting WHERE name = 'mfa.required.' || role) = 'true'`,
      )
      .bind(userId),
  )

/** Whoever is put into groups is put into all of them. */
export const groupsExist = (db: D1Database, groupIds: readonly string[]): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (groups_exist) SELECT 0 WHERE EXISTS (
           SELECT 1 FROM json_each(?1)
           WHERE value NOT IN (SELECT id FROM user_group WHERE everyone = 0))`,
      )
      .bind(JSON.stringify(groupIds)),
  )

/** A group is as it was read: else one change of it would undo another's. */
export const groupIsUnchanged = (db: D1Database, group: Group): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (group_is_unchanged) SELECT 0 WHERE NOT EXISTS (
           SELECT 1 FROM user_group WHERE id = ?1 AND name = ?2 AND description = ?3 AND priority = ?4
             AND ${groupSettingNames.map((name, i) => `${name} IS ?${i + 5}`).join(' AND ')})`,
      )
      .bind(
        group.id,
        group.name,
        group.description,
        group.priority,
        ...groupSettingNames.map((name) => {
          const value = group.settings[name]
          return value === null ? null : Number(value)
        }),
      ),
  )

/** Before one more group: all of them are read at once. */
export const groupFits = (db: D1Database): Query<null> =>
  command(
    db.prepare(
      `INSERT INTO assertion (group_fits) SELECT 0
       WHERE (SELECT count(*) FROM user_group) >= ${maxGroups}`,
    ),
  )

/** An application is as it was read: else one change of it would undo another's. */
export const applicationIsUnchanged = (
  db: D1Database,
  { id, version }: { id: string; version: number },
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (application_is_unchanged) SELECT 0
         WHERE NOT EXISTS (SELECT 1 FROM application WHERE id = ?1 AND version = ?2)`,
      )
      .bind(id, version),
  )

/** Before one more application: all of them are read at once. */
export const applicationFits = (db: D1Database): Query<null> =>
  command(
    db.prepare(
      `INSERT INTO assertion (application_fits) SELECT 0
       WHERE (SELECT count(*) FROM application) >= ${maxApplications}`,
    ),
  )

/** Before one more key: each that is valid is one more that may leak. */
export const applicationKeyFits = (db: D1Database, id: string, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (application_key_fits) SELECT 0
         WHERE (SELECT count(*) FROM application_key
                WHERE application_id = ?1 AND (expires_at IS NULL OR expires_at > ?2))
           >= ${maxApplicationKeys}`,
      )
      .bind(id, now),
  )

/**
 * As `superAdminRemains`, after a change that may end what passkeys there are: some super admin can sign
 * in without one. `butVerified`: those that have checked their user go on.
 */
export const superAdminRemainsWithoutPasskey = (
  db: D1Database,
  { butVerified = false } = {},
): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO assertion (super_admin_remains) SELECT 0
       WHERE NOT EXISTS (
         SELECT 1 FROM user JOIN user_policy ON user_policy.user_id = user.id
         WHERE ${superAdmin}
           AND (EXISTS (SELECT 1 FROM real_factor JOIN factor ON factor.id = real_factor.id
                        WHERE real_factor.user_id = user.id AND (method <> 'passkey' OR (?1 = 1
                          AND EXISTS (SELECT 1 FROM passkey
                                      WHERE factor_id = factor.id AND uv_initialized = 1))))
             OR EXISTS (SELECT 1 FROM waiting_key WHERE waiting_key.user_id = user.id)
             OR (NOT EXISTS (SELECT 1 FROM real_factor WHERE real_factor.user_id = user.id)
               AND (user_policy.required = 0 OR ${openDoor}))))`,
      )
      .bind(butVerified ? 1 : 0),
  )
