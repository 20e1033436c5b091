import { createModel, effect, signal } from '@preact/signals'
import { UserQuery } from '../../../schema/api/user.ts'
import { answer, api, file } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import { datedName, saveFile } from '../../ui/save-file.ts'
import { createFilters } from './filters.ts'
import { GroupChoicesModel } from './group-choices.ts'

const pause = 250
const { after: _after, ...filterEntries } = UserQuery.entries

/** The people, page by page, as the address filters and sorts them. */
export const UsersModel = createModel(() => {
  const filters = createFilters(filterEntries)
  /** As it stands in the field; the address follows when the typing pauses. */
  const typed = signal(filters.values.peek().search ?? '')
  let timer: ReturnType<typeof setTimeout> | undefined

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
    const { search = '' } = filters.values.value
    if (search !== typed.peek().trim()) typed.value = search
    void list.load()
  })
  return {
    filters,
    typed,
    list,
    groups,
    change,
    stepUp,
    seek(text: string) {
      typed.value = text
      clearTimeout(timer)
      timer = setTimeout(() => filters.set({ search: text.trim() }), pause)
    },
    clear() {
      clearTimeout(timer)
      typed.value = ''
      filters.clear()
    },
    async exportAll(): Promise<void> {
      await change.run('export', async () => {
        const made = await stepUp.guard(() => file(api.admin['user-export'].$get()))
        if (!made) return
        saveFile(datedName('people', 'csv'), made.value)
        toast('Exported')
      })
    },
  }
})
export type UsersModel = InstanceType<typeof UsersModel>
