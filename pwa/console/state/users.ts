import { createModel, signal } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { createPaged } from '../../state/paged.ts'

const pause = 250

/** The people, page by page, all or those whose username begins like the search. */
export const UsersModel = createModel(() => {
  const search = signal('')
  let sought = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  const list = createPaged((after) => {
    // Further pages belong to the search of the first one, whatever was typed since.
    if (after === undefined) sought = search.value.trim()
    return answer(
      api.admin.users.$get({
        query: { ...(sought && { search: sought }), ...(after !== undefined && { after }) },
      }),
    )
  })
  return {
    search,
    list,
    /** Asks once the typing pauses. */
    seek(text: string) {
      search.value = text
      clearTimeout(timer)
      timer = setTimeout(() => void list.load(), pause)
    },
  }
})
