import type { AuditEntry } from './audit.ts'
import { command, type Query } from './trip.ts'

/** Which people, and which groups. */
export type Membership = { userIds: readonly string[]; groupIds: readonly string[] }

const line = `INSERT INTO audit (at, event_id, action, outcome, actor_id, subject_id, network, browser)`

const columns = (entry: AuditEntry, now: number) => [
  now,
  entry.eventId,
  entry.action,
  entry.actorId,
  entry.network,
  entry.browser,
]

/** A line for each person and group that come together; before they do, in the same batch. */
export const auditJoins = (
  db: D1Database,
  entry: AuditEntry,
  { userIds, groupIds }: Membership,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `${line} SELECT ?1, ?2, ?3, 'joined:' || user_group.id, ?4, user.id, ?5, ?6
         FROM json_each(?7) AS person JOIN user ON user.id = person.value
         JOIN json_each(?8) AS wanted JOIN user_group ON user_group.id = wanted.value
         WHERE everyone = 0 AND NOT EXISTS (SELECT 1 FROM group_member
           WHERE user_id = user.id AND group_id = user_group.id)`,
      )
      .bind(...columns(entry, now), JSON.stringify(userIds), JSON.stringify(groupIds)),
  )

/** A line for each person who leaves one of these groups; before they do, in the same batch. */
export const auditLeaves = (
  db: D1Database,
  entry: AuditEntry,
  { userIds, groupIds }: Membership,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `${line} SELECT ?1, ?2, ?3, 'left:' || group_id, ?4, user_id, ?5, ?6 FROM group_member
         WHERE user_id IN (SELECT value FROM json_each(?7))
           AND group_id IN (SELECT value FROM json_each(?8))`,
      )
      .bind(...columns(entry, now), JSON.stringify(userIds), JSON.stringify(groupIds)),
  )

/** As `auditLeaves`, for whichever groups a person keeps none of but these. */
export const auditLeavesBut = (
  db: D1Database,
  entry: AuditEntry,
  { userId, groupIds }: { userId: string; groupIds: readonly string[] },
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `${line} SELECT ?1, ?2, ?3, 'left:' || group_id, ?4, user_id, ?5, ?6 FROM group_member
         WHERE user_id = ?7 AND group_id NOT IN (SELECT value FROM json_each(?8))`,
      )
      .bind(...columns(entry, now), userId, JSON.stringify(groupIds)),
  )

/** As `auditLeaves`, for all of a group that is about to go. */
export const auditEveryoneLeaves = (
  db: D1Database,
  entry: AuditEntry,
  groupId: string,
  now: number,
): Query<null> =>
  command(
    db
      .prepare(
        `${line} SELECT ?1, ?2, ?3, 'left:' || group_id, ?4, user_id, ?5, ?6 FROM group_member
         WHERE group_id = ?7`,
      )
      .bind(...columns(entry, now), groupId),
  )
