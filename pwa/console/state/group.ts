import { createModel } from '@preact/signals'
import type { Group, GroupChange, NewGroup } from '../../../schema/api/group.ts'
import { answer, api, done } from '../../api.ts'
import { createResource } from '../../state/resource.ts'
import { PolicyChangeModel } from './policy-change.ts'

/** A group that does not exist yet. */
export const NewGroupModel = createModel(() => {
  const policy = new PolicyChangeModel()
  return {
    policy,
    /** @returns the id of the new group, or null where it was refused or called off */
    async add(group: NewGroup): Promise<string | null> {
      const made = await policy.save('add', { newGroup: { change: group } }, () =>
        answer(api.admin.groups.$post({ json: group })),
      )
      return made?.value.id ?? null
    },
  }
})

/** One group: what it says. */
export const GroupModel = createModel((id: string) => {
  const param = { id }
  const group = createResource(() => answer(api.admin.groups[':id'].$get({ param })))
  const policy = new PolicyChangeModel()
  return {
    group,
    policy,
    /** @returns the group as it was saved, or null where that was refused or called off */
    async save(change: GroupChange): Promise<Group | null> {
      const saved = await policy.save('save', { group: { id, change } }, () =>
        answer(api.admin.groups[':id'].$patch({ param, json: change })),
      )
      if (saved) group.state.value = { kind: 'ready', value: saved.value }
      return saved?.value ?? null
    },
    /** @returns whether it is gone */
    async remove(): Promise<boolean> {
      const gone = await policy.save('remove', { deleteGroup: { id } }, () =>
        done(api.admin.groups[':id'].$delete({ param })),
      )
      return gone !== null
    },
  }
})
export type GroupModel = InstanceType<typeof GroupModel>
