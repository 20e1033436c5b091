import { signal } from '@preact/signals'

/** Screens that are whole by their name. */
const plainScreens = [
  'settings',
  'trash',
  'arrange',
  'backup',
  'import',
  'lock',
  'register',
  'sign-in',
] as const
type PlainScreen = (typeof plainScreens)[number]

/** What is on the screen. It lives in the URL's fragment, so that Back works and reloading stays. */
type Route =
  | { screen: 'tokens' }
  | { screen: 'add'; step: AddStep }
  | { screen: 'token'; id: string }
  | { screen: PlainScreen }

const addSteps = ['ways', 'scan', 'link', 'key', 'activate', 'confirm'] as const
export type AddStep = (typeof addSteps)[number]

const parse = (fragment: string): Route => {
  const [screen, rest = ''] = fragment.replace(/^#/, '').split('/', 2)
  const step = addSteps.find((name) => name === (rest || 'ways'))
  if (screen === 'add' && step) return { screen, step }
  if (screen === 'token') return { screen, id: rest }
  return { screen: plainScreens.find((name) => name === screen) ?? 'tokens' }
}

/** The fragment of a route, for links. */
export const linkTo = (route: Route): string => {
  if (route.screen === 'add') return route.step === 'ways' ? '#add' : `#add/${route.step}`
  if (route.screen === 'token') return `#token/${route.id}`
  return route.screen === 'tokens' ? '#' : `#${route.screen}`
}

export const route = signal<Route>(parse(location.hash))

addEventListener('hashchange', () => {
  route.value = parse(location.hash)
})

/** Shows another screen. `replace`: Back must not return to the present one. */
export const go = (to: Route, how?: 'replace'): void => {
  const url = `${location.pathname}${location.search}${linkTo(to)}`
  if (how === 'replace') history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  route.value = to
}
