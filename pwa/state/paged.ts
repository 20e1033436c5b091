import { computed, createModel, signal } from '@preact/signals'
import type { Page } from '../../schema/api/page.ts'
import { ChangeModel } from './change.ts'
import { createResource, type Loadable } from './resource.ts'

/**
 * A list that comes page by page: the first one is fetched like any resource, further ones are put
 * after it until it is fetched anew.
 *
 * @param fetchPage `after` is the cursor that the page before handed out; none for the first page
 */
export const createPaged = <Item>(fetchPage: (after?: string) => Promise<Page<Item>>) => {
  const PagedModel = createModel(() => {
    const first = createResource(() => fetchPage())
    const further = signal<{ of: Page<Item> | null; pages: Page<Item>[] }>({ of: null, pages: [] })
    const change = new ChangeModel()
    const pages = computed((): Page<Item>[] => {
      const { value: top } = first.state
      if (top.kind !== 'ready') return []
      // Pages of a former first page belong to another list.
      return [top.value, ...(further.value.of === top.value ? further.value.pages : [])]
    })
    const state = computed((): Loadable<Item[]> => {
      const { value: top } = first.state
      if (top.kind !== 'ready') return top
      return { kind: 'ready', value: pages.value.flatMap(({ items }) => items) }
    })
    const next = computed(() => pages.value.at(-1)?.next ?? null)
    return {
      state,
      /** Whether there is more. */
      more: computed(() => next.value !== null),
      change,
      load: () => first.load(),
      async loadMore(): Promise<void> {
        const [known, after] = [pages.value, next.value]
        const [of, ...rest] = known
        if (!of || after === null) return
        await change.run('more', async () => {
          const page = await fetchPage(after)
          // The list was fetched anew meanwhile: this page is of no use.
          if (pages.value === known) further.value = { of, pages: [...rest, page] }
        })
      },
    }
  })
  return new PagedModel()
}
