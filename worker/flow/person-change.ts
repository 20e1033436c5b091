import type { AuditAction } from '../../schema/api/audit.ts'
import type { UserChange } from '../../schema/api/user.ts'
import { type Action, authority, ruleOf } from '../domain/authority.ts'
import { searchTerms } from '../domain/search-terms.ts'
import { auditOf } from '../http/audit.ts'
import type { SessionContext } from '../http/guard.ts'
import { groupsExist } from '../store/assertion.ts'
import { audit } from '../store/audit.ts'
import { auditJoins, auditLeavesBut } from '../store/audit-membership.ts'
import { deleteHandedOver } from '../store/factor.ts'
import { setGroupsOf } from '../store/group.ts'
import { deleteOneTimeCodes } from '../store/one-time-code.ts'
import { type PersonChange, type PersonRecord, updatePerson } from '../store/person.ts'
import type { Query } from '../store/trip.ts'
import { writeTerms } from '../store/user-term.ts'
import { requireReach } from './authority.ts'

const fieldActions = (Object.keys(authority) as Action[]).filter(
  (action) => ruleOf(action).fields && ruleOf(action).route === ruleOf('user.edit').route,
)

/** @throws ProblemError forbidden where one of the fields is not for this actor to change in this person */
export const requireFieldReach = async (
  c: SessionContext,
  change: UserChange,
  target: PersonRecord,
): Promise<void> => {
  for (const action of fieldActions) {
    const touched = ruleOf(action).fields?.some((field) => changes(change, target, field))
    if (touched) await requireReach(c, action, target)
  }
  // A role is also given: nobody gives one that is beyond their own reach.
  if (change.role !== undefined && change.role !== target.role)
    await requireReach(c, 'user.role', { id: target.id, role: change.role })
}

/** Whether the request would change it; a form sends along what stays. Groups are not known here. */
const changes = (change: UserChange, target: PersonRecord, field: string): boolean => {
  const wanted = change[field as keyof UserChange]
  return wanted !== undefined && wanted !== (target as Record<string, unknown>)[field]
}

/** What a change writes; each part of it has a line of its own in the log. */
export const planChange = (
  c: SessionContext,
  target: PersonRecord,
  { groups, ...sent }: UserChange,
  overridden: boolean,
) => {
  const { id } = target
  const change = differences(sent, target)
  // What a super admin allowed against the settings of one role says nothing of another.
  if (change.role !== undefined) change.trustOverride ??= false
  const next = { ...target, ...change }
  const roleChanges = next.role !== target.role
  const disables = next.disabled && !target.disabled
  // Design rule 4: what was proved under another role, or before a disablement, does not count after it.
  const stamped = roleChanges || disables || (target.mayTrust && !next.mayTrust)
  const happenings: [AuditAction, string, boolean][] = [
    ['user-changed', whatChanged(change), Object.keys(change).length > 0],
    ['role-changed', next.role, roleChanges],
    [next.disabled ? 'user-disabled' : 'user-enabled', 'done', next.disabled !== target.disabled],
    [
      'trust-overridden',
      next.trustOverride ? 'allowed' : 'withdrawn',
      next.trustOverride !== target.trustOverride,
    ],
    ['mfa-requirement-overridden', next.role, overridden],
  ]
  const lines = happenings
    .filter(([, , happens]) => happens)
    .map(([action, outcome]): [string, Query<null>] => {
      const actorId = c.var.caller.user.id
      const entry = auditOf(c, { action, outcome, actorId, subjectId: id })
      return [`audit ${action}`, audit(c.env.DB, entry, c.var.now)]
    })
  return {
    updated: updatePerson(c.env.DB, id, change, { stamped }, c.var.now),
    // What was handed over was for who they were: it opens nothing of who they are now.
    ...((roleChanges || disables) && {
      codesDead: deleteOneTimeCodes(c.env.DB, id, null),
      keyDead: deleteHandedOver(c.env.DB, id),
    }),
    ...(groups && moveTo(c, id, groups)),
    ...writeTerms(c.env.DB, id, searchTerms(next)),
    ...(Object.fromEntries(lines) as Record<`audit ${string}`, Query<null>>),
  }
}

/** The names of what changed; of flags also to what. Never a text that somebody wrote. */
const whatChanged = (change: PersonChange): string =>
  Object.entries(change)
    .map(([name, value]) => (typeof value === 'boolean' ? `${name}:${value}` : name))
    .join('+')

/** The groups of a person are these from now on, with a line for each that they join or leave. */
export const moveTo = (c: SessionContext, userId: string, groupIds: string[]) => {
  const actorId = c.var.caller.user.id
  const entry = auditOf(c, { action: 'groups-changed', outcome: '', actorId })
  return {
    groupsThere: groupsExist(c.env.DB, groupIds),
    joins: auditJoins(c.env.DB, entry, { userIds: [userId], groupIds }, c.var.now),
    leaves: auditLeavesBut(c.env.DB, entry, { userId, groupIds }, c.var.now),
    ...setGroupsOf(c.env.DB, userId, groupIds),
  }
}

/**
 * What really changes: a form sends along what stays, and what stays as it was read here may have been
 * changed by somebody else by the time it is written.
 */
const differences = (change: Omit<UserChange, 'groups'>, target: PersonRecord): PersonChange =>
  Object.fromEntries(
    Object.keys(change)
      .filter((field) => changes(change, target, field))
      .map((field) => [field, change[field as keyof typeof change]]),
  )
