import { computed, untracked } from '@preact/signals'
import * as v from 'valibot'
import { route, routeQuery, setQuery } from '../../state/route.ts'

type Entries = Record<string, v.GenericSchema>
type Values<E extends Entries> = { [K in keyof E]?: NonNullable<v.InferOutput<E[K]>> }

/** What the address says under these names. A value that the Worker would refuse is as good as none. */
const read = <E extends Entries>(entries: E): Values<E> => {
  const query = routeQuery()
  const found = Object.entries(entries).flatMap(([name, schema]) => {
    const value = query.get(name)
    const parsed = value ? v.safeParse(schema, value) : null
    return parsed?.success && parsed.output ? [[name, parsed.output] as const] : []
  })
  return Object.fromEntries(found) as Values<E>
}

/**
 * The filters of a page, kept in its address, so that they can be sent to somebody and Back undoes
 * them.
 *
 * @param entries names as they stand in the address, and what the Worker takes for each
 */
export const createFilters = <E extends Entries>(entries: E) => {
  const here = untracked(route)
  let last = untracked(() => read(entries))
  /** Stays the same object while nothing changes, and once the page is left. */
  const values = computed((): Values<E> => {
    if (route() !== here) return last
    const next = read(entries)
    if (JSON.stringify(next) !== JSON.stringify(last)) last = next
    return last
  })
  return {
    values,
    any: computed(() => Object.keys(values.value).length > 0),
    set(change: { [K in keyof E]?: string | null }, options?: { push?: boolean }): void {
      // What was typed right before the page was left belongs to no other page.
      if (untracked(route) !== here) return
      setQuery(change as Record<string, string | null>, options)
    },
    clear: () =>
      setQuery(Object.fromEntries(Object.keys(entries).map((name) => [name, null])), {
        push: true,
      }),
  }
}
