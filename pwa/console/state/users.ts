import { createModel, effect } from '@preact/signals'
import { UserQuery } from '../../../schema/api/user.ts'
import { answer, api, file } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { datedName } from '../../ui/save-file.ts'
import { createFilters } from './filters.ts'
import { GroupChoicesModel } from './group-choices.ts'
import { saveGuarded } from './guarded-file.ts'
import { createSearchLine } from './search-line.ts'

const { after: _after, ...filterEntries } = UserQuery.entries

/** The people, page by page, as the address filters and sorts them. */
export const UsersModel = createModel(() => {
  const filters = createFilters(filterEntries)
  const { typed, seek, follow, clear } = createSearchLine(filters)

  let sought: UserQuery = {}
  const list = createPaged((after) => {
    // Further pages belong to the filters of the first one, whatever was changed since.
    if (after === undefined) sought = filters.values.peek()
    return answer(
      api.admin.users.$get({ query: { ...sought, ...(after !== undefined && { after }) } }),
    )
  })
  const { list: groups } = new GroupChoicesModel()
  const change = new ChangeModel()
  const stepUp = new StepUpModel()

  effect(() => {
    follow()
    void list.load()
  })
  return {
    filters,
    typed,
    list,
    groups,
    change,
    stepUp,
    seek,
    clear,
    async exportAll(): Promise<void> {
      await change.run('export', () =>
        saveGuarded(stepUp, datedName('people', 'csv'), () =>
          file(api.admin['user-export'].$get()),
        ),
      )
    },
  }
})
export type UsersModel = InstanceType<typeof UsersModel>
