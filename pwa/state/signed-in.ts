import { createModel, effect } from '@preact/signals'
import { answer, api, done, passwordDue } from '../api.ts'
import { ChangeModel } from './change.ts'
import { createResource } from './resource.ts'
import { go } from './route.ts'

/** Where a new password is chosen, and where it goes on from there. */
export const passwordPage = (next: string): string =>
  `/password?${new URLSearchParams({ next }).toString()}`

const atPasswordPage = (): boolean => location.pathname === '/password'

/** Where to come back to; the page in between is no place to be. */
const here = (): string =>
  atPasswordPage()
    ? (new URLSearchParams(location.search).get('next') ?? '/account')
    : location.pathname + location.search

/**
 * Who is signed in, for every page that needs somebody. Nobody: sign in, and then here again. Somebody
 * who must choose a new password: that first.
 */
export const SignedInModel = createModel(() => {
  const session = createResource(() => answer(api.session.$get()))
  const change = new ChangeModel()
  effect(() => {
    const { value } = session.state
    if (value.kind === 'failed' && value.fault.code === 'unauthenticated')
      go(`/?${new URLSearchParams({ next: here() }).toString()}`, { replace: true })
    // Said while somebody works, or known from the start; heard once, for it may be over after this.
    const due = passwordDue.value || (value.kind === 'ready' && value.value.mustChangePassword)
    passwordDue.value = false
    if (due && !atPasswordPage()) go(passwordPage(here()), { replace: true })
  })
  return {
    session,
    change,
    async signOut(): Promise<void> {
      if (await change.run('sign-out', () => done(api.logout.$post()))) go('/', { replace: true })
    },
  }
})
export type SignedInModel = InstanceType<typeof SignedInModel>
