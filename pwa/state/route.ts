import { computed, signal } from '@preact/signals'

const current = signal(location.href)
const follow = () => (current.value = location.href)
addEventListener('popstate', follow)

const path = computed(() => new URL(current.value).pathname.replace(/(?<=.)\/$/, ''))
const query = computed(() => new URL(current.value).search)

/** The path of the page, without a trailing slash: '/account', '/console/users'. */
export const route = (): string => path.value

/** What the address says beyond the path: '?role=admin'. A copy: to change it is `setQuery`'s. */
export const routeQuery = (): URLSearchParams => new URLSearchParams(query.value)

/**
 * Changes what the address says beyond the path, and leaves the rest of it: filters, a search. What
 * is null or empty goes away. `push` makes it a step that Back undoes; without, as while somebody
 * types, the address only follows.
 */
export const setQuery = (
  change: Readonly<Record<string, string | null>>,
  { push = false } = {},
): void => {
  const url = new URL(location.href)
  for (const [name, value] of Object.entries(change))
    if (value) url.searchParams.set(name, value)
    else url.searchParams.delete(name)
  if (url.href === location.href) return
  history[push ? 'pushState' : 'replaceState'](null, '', url)
  follow()
}

let owned: (path: string) => boolean = () => false

/** Says which paths this document shows by itself; all others are fetched. Links follow that too. */
export const ownRoutes = (owns: (path: string) => boolean): void => {
  owned = owns
  document.addEventListener('click', followLink)
}

/** Goes to a same-origin path. `replace` leaves no way back, for a step that is over. */
export const go = (to: string, { replace = false } = {}): void => {
  const url = new URL(to, location.origin)
  if (!owned(url.pathname)) return replace ? location.replace(to) : location.assign(to)
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  follow()
  scrollTo(0, 0)
}

/** Links of this document change the view, not the document; a modified click stays the browser's. */
const followLink = (event: MouseEvent): void => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const modified = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey
  if (!link || modified || event.defaultPrevented || link.target || link.hasAttribute('download'))
    return
  const url = new URL(link.href)
  if (url.origin !== location.origin || url.hash || !owned(url.pathname)) return
  event.preventDefault()
  go(url.pathname + url.search)
}
