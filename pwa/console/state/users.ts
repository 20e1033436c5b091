import { createModel, signal } from '@preact/signals'
import type { User } from '../../../schema/api/user.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'

const pause = 250

/** The people, page by page: the first page is the resource, further ones are put after it. */
export const UsersModel = createModel(() => {
  const search = signal('')
  const more = signal<User[]>([])
  const next = signal<string | null>(null)
  const change = new ChangeModel()
  let timer: ReturnType<typeof setTimeout> | undefined

  const fetchPage = (after?: string) => {
    const sought = search.value.trim()
    return answer(
      api.admin.users.$get({
        query: { ...(sought && { search: sought }), ...(after && { after }) },
      }),
    )
  }
  const first = createResource(async () => {
    const page = await fetchPage()
    more.value = []
    next.value = page.next
    return page.users
  })
  return {
    search,
    first,
    more,
    next,
    change,
    /** Asks once the typing pauses. */
    seek(text: string) {
      search.value = text
      clearTimeout(timer)
      timer = setTimeout(() => void first.load(), pause)
    },
    async loadMore(): Promise<void> {
      const { value: after } = next
      if (after === null) return
      const sought = search.value
      await change.run('more', async () => {
        const page = await fetchPage(after)
        // Typing went on meanwhile: this page belongs to another list.
        if (search.value !== sought) return
        more.value = [...more.value, ...page.users]
        next.value = page.next
      })
    },
  }
})
