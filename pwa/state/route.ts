import { signal } from '@preact/signals'

const current = signal(location.pathname)
addEventListener('popstate', () => (current.value = location.pathname))

/** The path of the page, without a trailing slash: '/account', '/console/users'. */
export const route = (): string => current.value.replace(/(?<=.)\/$/, '')

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
  current.value = url.pathname
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
