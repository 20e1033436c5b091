import { createModel, signal } from '@preact/signals'
import type { User } from '../../../schema/api/user.ts'
import { answer, api } from '../../api.ts'
import { createPaged } from '../../state/paged.ts'
import { PolicyChangeModel } from './policy-change.ts'

/** Long enough that nobody is searched for letter by letter. */
const pause = 250

/** Who belongs to a group, and the search for those who do not yet. */
export const MembersModel = createModel((id: string, onChange: () => void) => {
  const members = createPaged((after) =>
    answer(
      api.admin.users.$get({ query: { group: id, ...(after === undefined ? {} : { after }) } }),
    ),
  )
  const search = signal('')
  const found = createPaged<User>(async (after) => {
    const sought = search.value.trim()
    if (!sought) return { items: [], next: null }
    return answer(
      api.admin.users.$get({
        query: { search: sought, ...(after === undefined ? {} : { after }) },
      }),
    )
  })
  const policy = new PolicyChangeModel()
  let timer: ReturnType<typeof setTimeout> | undefined

  const change = async (name: string, json: { add?: string[]; remove?: string[] }) => {
    const changed = await policy.save(name, null, () =>
      answer(api.admin.groups[':id'].members.$post({ param: { id }, json })),
    )
    if (!changed) return false
    onChange()
    await members.load()
    return true
  }
  return {
    members,
    search,
    found,
    policy,
    /** Asks once the typing pauses. */
    seek(text: string) {
      search.value = text
      clearTimeout(timer)
      timer = setTimeout(() => void found.load(), pause)
    },
    /** @returns whether they belong to the group now */
    add: (user: string) => change(`add ${user}`, { add: [user] }),
    /** @returns whether they are out of the group now */
    remove: (user: string) => change(`remove ${user}`, { remove: [user] }),
  }
})
export type MembersModel = InstanceType<typeof MembersModel>
