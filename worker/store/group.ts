import type { Group } from '../../schema/api/group.ts'
import { groupSettingNames, type GroupSettings } from '../../schema/policy.ts'
import type { PolicyGroup } from '../domain/policy.ts'
import { command, many, type Query, type Row, single } from './trip.ts'
import type { CallerKey } from './user.ts'

export const settingColumns = groupSettingNames.join(', ')

const toSettings = (row: Row): GroupSettings =>
  Object.fromEntries(
    groupSettingNames.map((name) => [name, row[name] === null ? null : row[name] === 1]),
  ) as GroupSettings

export const toPolicyGroup = (row: Row): PolicyGroup => ({
  id: row['id'] as string,
  name: row['name'] as string,
  settings: toSettings(row),
})

/** The caller's groups, the strongest first; that of everybody is the last. */
export const listCallerGroups = (db: D1Database, caller: CallerKey): Query<PolicyGroup[]> =>
  many(
    db
      .prepare(
        `SELECT id, name, ${settingColumns} FROM user_group
         WHERE everyone = 1 OR id IN (
           SELECT group_id FROM group_member
           WHERE user_id = (SELECT user_id FROM caller WHERE key = ?1))
         ORDER BY everyone, priority, id`,
      )
      .bind(caller),
    toPolicyGroup,
  )

/** As `listCallerGroups`, of the person with that id. */
export const listGroupsOf = (db: D1Database, userId: string): Query<PolicyGroup[]> =>
  many(
    db
      .prepare(
        `SELECT id, name, ${settingColumns} FROM user_group
         WHERE everyone = 1 OR id IN (SELECT group_id FROM group_member WHERE user_id = ?1)
         ORDER BY everyone, priority, id`,
      )
      .bind(userId),
    toPolicyGroup,
  )

const toGroup = (row: Row): Group => ({
  ...toPolicyGroup(row),
  description: row['description'] as string,
  priority: row['priority'] as number,
  everyone: row['everyone'] === 1,
  members: row['everyone'] === 1 ? null : (row['members'] as number),
})

const groupColumns = `id, name, description, priority, everyone, members, ${settingColumns}`

/** All groups, the strongest first. */
export const listGroups = (db: D1Database): Query<Group[]> =>
  many(
    db.prepare(`SELECT ${groupColumns} FROM user_group ORDER BY everyone, priority, id`),
    toGroup,
  )

/** All groups as policy sees them. */
export const listPolicyGroups = (
  db: D1Database,
): Query<(PolicyGroup & { priority: number; everyone: boolean })[]> =>
  many(
    db.prepare(
      `SELECT id, name, priority, everyone, ${settingColumns} FROM user_group
       ORDER BY everyone, priority, id`,
    ),
    (row) => ({
      ...toPolicyGroup(row),
      priority: row['priority'] as number,
      everyone: row['everyone'] === 1,
    }),
  )

export const readGroup = (db: D1Database, id: string): Query<Group | null> =>
  single(db.prepare(`SELECT ${groupColumns} FROM user_group WHERE id = ?1`).bind(id), toGroup)

export type GroupRecord = {
  id: string
  name: string
  canonicalName: string
  description: string
  /** Null: after all others. */
  priority: number | null
  settings: GroupSettings
}

const settingValues = (settings: GroupSettings) =>
  groupSettingNames.map((name) => (settings[name] === null ? null : settings[name] ? 1 : 0))

/** A name that is taken undoes the batch (`group_name_is_free`). */
export const insertGroup = (db: D1Database, group: GroupRecord, now: number): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO user_group (id, name, canonical_name, description, created_at, priority,
           ${settingColumns})
         SELECT ?1, ?2, ?3, ?4, ?5, coalesce(?6,
             (SELECT max(priority) + 1 FROM user_group WHERE everyone = 0), 1),
           ?7, ?8, ?9, ?10, ?11, ?12
         WHERE true`,
      )
      .bind(
        group.id,
        group.name,
        group.canonicalName,
        group.description,
        now,
        group.priority,
        ...settingValues(group.settings),
      ),
  )

/** A name that is taken undoes the batch. The priority of everybody's group stays. */
export const updateGroup = (
  db: D1Database,
  group: GroupRecord & { priority: number },
): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE user_group SET name = ?2, canonical_name = ?3, description = ?4,
           priority = CASE everyone WHEN 1 THEN priority ELSE ?5 END,
           ${groupSettingNames.map((name, i) => `${name} = ?${i + 6}`).join(', ')}
         WHERE id = ?1`,
      )
      .bind(
        group.id,
        group.name,
        group.canonicalName,
        group.description,
        group.priority,
        ...settingValues(group.settings),
      ),
  )

/** Not the group of everybody. */
export const deleteGroup = (db: D1Database, id: string): Query<null> =>
  command(db.prepare(`DELETE FROM user_group WHERE id = ?1 AND everyone = 0`).bind(id))

/** Priorities 1, 2, 3, ... in the order of these ids. */
export const orderGroups = (db: D1Database, ids: string[]): Query<null> =>
  command(
    db
      .prepare(
        `UPDATE user_group SET priority = wanted.key + 1 FROM json_each(?1) AS wanted
         WHERE user_group.id = wanted.value AND everyone = 0`,
      )
      .bind(JSON.stringify(ids)),
  )

/** Puts people into a group; ids of nobody are passed over. */
export const addMembers = (db: D1Database, groupId: string, userIds: string[]): Query<null> =>
  command(
    db
      .prepare(
        `INSERT INTO group_member (group_id, user_id, canonical_username)
         SELECT user_group.id, user.id, user.canonical_username
         FROM json_each(?2) AS wanted JOIN user ON user.id = wanted.value
         JOIN user_group ON user_group.id = ?1 AND everyone = 0
         WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(groupId, JSON.stringify(userIds)),
  )

export const removeMembers = (db: D1Database, groupId: string, userIds: string[]): Query<null> =>
  command(
    db
      .prepare(
        `DELETE FROM group_member WHERE group_id = ?1
           AND user_id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(groupId, JSON.stringify(userIds)),
  )

/** The groups of a person are these from now on; ids of no group are passed over. */
export const setGroupsOf = (db: D1Database, userId: string, groupIds: string[]) => ({
  left: command(
    db
      .prepare(
        `DELETE FROM group_member WHERE user_id = ?1
           AND group_id NOT IN (SELECT value FROM json_each(?2))`,
      )
      .bind(userId, JSON.stringify(groupIds)),
  ),
  joined: command(
    db
      .prepare(
        `INSERT INTO group_member (group_id, user_id, canonical_username)
         SELECT user_group.id, user.id, user.canonical_username
         FROM json_each(?2) AS wanted JOIN user_group ON user_group.id = wanted.value
         JOIN user ON user.id = ?1 WHERE everyone = 0 ON CONFLICT DO NOTHING`,
      )
      .bind(userId, JSON.stringify(groupIds)),
  ),
})
