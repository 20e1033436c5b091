import { createModel } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'

/** The groups that somebody can be put into. */
export const GroupChoicesModel = createModel(() => ({
  list: createResource(async () => {
    const { groups } = await answer(api.admin.groups.$get())
    return groups.filter(({ everyone }) => !everyone)
  }),
}))
