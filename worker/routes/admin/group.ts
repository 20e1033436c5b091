import { Hono } from 'hono'
import {
  type Group,
  GroupChange,
  GroupOrder,
  type Groups,
  Members,
  NewGroup,
} from '../../../schema/api/group.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { groupSettingNames, type GroupSettings } from '../../../schema/policy.ts'
import { canonicalGroupName } from '../../domain/group-name.ts'
import { permitted } from '../../flow/authority.ts'
import { silentGroup, withGroupSettings } from '../../flow/scenario.ts'
import { auditOf } from '../../http/audit.ts'
import { body, params } from '../../http/body.ts'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { groupFits, groupIsUnchanged, superAdminRemains } from '../../store/assertion.ts'
import { audit } from '../../store/audit.ts'
import { auditEveryoneLeaves, auditJoins, auditLeaves } from '../../store/audit-membership.ts'
import {
  addMembers,
  deleteGroup,
  insertGroup,
  listGroups,
  orderGroups,
  readGroup,
  removeMembers,
  updateGroup,
} from '../../store/group.ts'
import { type ChangeRecord, noteChanges } from '../../store/setting.ts'
import { trip } from '../../store/trip.ts'

/** Groups: what their members must and may do. */
export const group = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('groups.list'), async (c) => c.json(await readAll(c)))
  .post('/', requireSession(), authorize('group.add'), body(NewGroup), async (c) => {
    const { name, description = '', priority = null, settings } = c.req.valid('json')
    const id = crypto.randomUUID()
    const said = withGroupSettings(silentGroup, settings)
    const record = { id, name, canonicalName: canonicalGroupName(name), description, priority }
    await trip(
      c.env.DB,
      permitted(c),
      {
        fits: groupFits(c.env.DB),
        added: insertGroup(c.env.DB, { ...record, settings: said }, c.var.now),
      },
      written(c, 'group-added', id, changesOf(id, silentGroup, said)),
    )
    return c.json({ id }, 201)
  })
  .post('/order', requireSession(), authorize('group.order'), body(GroupOrder), async (c) => {
    const { ids } = c.req.valid('json')
    const { groups } = await readAll(c)
    const known = groups.filter(({ everyone }) => !everyone).map(({ id }) => id)
    if (ids.toSorted().join() !== known.toSorted().join())
      throw new ProblemError('conflict', {
        detail: 'The groups have changed meanwhile. Reload the page.',
      })
    const order: ChangeRecord = {
      scope: 'system',
      name: 'group order',
      former: JSON.stringify(known),
      value: JSON.stringify(ids),
    }
    await trip(
      c.env.DB,
      permitted(c),
      { ordered: orderGroups(c.env.DB, ids) },
      written(c, 'group-changed', 'order', [order]),
    )
    return c.json(await readAll(c))
  })
  .get('/:id', requireSession(), authorize('group.read'), params(IdParam), async (c) =>
    c.json(await readOne(c, c.req.valid('param').id)),
  )
  .patch(
    '/:id',
    requireSession(),
    authorize('group.edit'),
    params(IdParam),
    body(GroupChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const change = c.req.valid('json')
      const former = await readOne(c, id)
      if (former.everyone && (change.name ?? change.priority) !== undefined)
        throw new ProblemError('conflict', {
          detail: 'The group of everybody keeps its name, and its place after all others.',
        })
      const settings = withGroupSettings(former.settings, change.settings)
      const name = change.name ?? former.name
      await trip(
        c.env.DB,
        permitted(c),
        {
          unchanged: groupIsUnchanged(c.env.DB, former),
          updated: updateGroup(c.env.DB, {
            id,
            name,
            canonicalName: canonicalGroupName(name),
            description: change.description ?? former.description,
            priority: change.priority ?? former.priority,
            settings,
          }),
        },
        written(c, 'group-changed', id, [
          ...changesOf(id, former.settings, settings),
          ...namesOf(former, { ...former, ...defined(change) }),
        ]),
      )
      return c.json(await readOne(c, id))
    },
  )
  .delete('/:id', requireSession(), authorize('group.delete'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const former = await readOne(c, id)
    if (former.everyone)
      throw new ProblemError('conflict', { detail: 'The group of everybody stays.' })
    const line = auditOf(c, {
      action: 'groups-changed',
      outcome: '',
      actorId: c.var.caller.user.id,
    })
    await trip(
      c.env.DB,
      permitted(c),
      {
        unchanged: groupIsUnchanged(c.env.DB, former),
        leaves: auditEveryoneLeaves(c.env.DB, line, id, c.var.now),
        deleted: deleteGroup(c.env.DB, id),
      },
      written(c, 'group-deleted', id, changesOf(id, former.settings, silentGroup)),
    )
    return c.body(null, 204)
  })
  .post(
    '/:id/members',
    requireSession(),
    authorize('group.members'),
    params(IdParam),
    body(Members),
    async (c) => {
      const { id } = c.req.valid('param')
      const { add = [], remove = [] } = c.req.valid('json')
      const { everyone } = await readOne(c, id)
      if (everyone)
        throw new ProblemError('conflict', { detail: 'Everybody belongs to this group.' })
      const line = auditOf(c, {
        action: 'groups-changed',
        outcome: '',
        actorId: c.var.caller.user.id,
      })
      await trip(
        c.env.DB,
        permitted(c),
        {
          joins: auditJoins(c.env.DB, line, { userIds: add, groupIds: [id] }, c.var.now),
          leaves: auditLeaves(c.env.DB, line, { userIds: remove, groupIds: [id] }, c.var.now),
          added: addMembers(c.env.DB, id, add),
          removed: removeMembers(c.env.DB, id, remove),
        },
        { remains: superAdminRemains(c.env.DB) },
      )
      return c.json(await readOne(c, id))
    },
  )

const readAll = async (c: AppContext): Promise<Groups> =>
  trip(c.env.DB, { groups: listGroups(c.env.DB) })

const readOne = async (c: AppContext, id: string): Promise<Group> => {
  const { found } = await trip(c.env.DB, { found: readGroup(c.env.DB, id) })
  if (!found) throw new ProblemError('not_found')
  return found
}

/** What every change of groups ends with: its history, its line in the log, and a way in that remains. */
const written = (
  c: SessionContext,
  action: 'group-added' | 'group-changed' | 'group-deleted',
  /** Which group, or that it is the order of all. */
  outcome: string,
  changes: ChangeRecord[],
) => {
  const { id: actorId } = c.var.caller.user
  const line = auditOf(c, { action, outcome, actorId })
  return {
    noted: noteChanges(c.env.DB, changes, actorId, c.var.now),
    audit: audit(c.env.DB, line, c.var.now),
    remains: superAdminRemains(c.env.DB),
  }
}

const changesOf = (scope: string, former: GroupSettings, next: GroupSettings): ChangeRecord[] =>
  groupSettingNames
    .filter((name) => former[name] !== next[name])
    .map((name) => ({ scope, name, former: json(former[name]), value: json(next[name]) }))

const json = (value: boolean | null) => (value === null ? null : JSON.stringify(value))

/** What else of a group decides, or says which it is. */
const namesOf = (former: Group, next: Pick<Group, 'id' | 'name' | 'priority'>): ChangeRecord[] =>
  (['name', 'priority'] as const)
    .filter((name) => former[name] !== next[name])
    .map((name) => ({
      scope: former.id,
      name,
      former: JSON.stringify(former[name]),
      value: JSON.stringify(next[name]),
    }))

const defined = ({
  name,
  priority,
}: {
  name?: string | undefined
  priority?: number | undefined
}) => ({
  ...(name !== undefined && { name }),
  ...(priority !== undefined && { priority }),
})
