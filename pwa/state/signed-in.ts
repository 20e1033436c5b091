import { createModel, effect } from '@preact/signals'
import { answer, api, done } from '../api.ts'
import { ChangeModel } from './change.ts'
import { createResource } from './resource.ts'
import { go } from './route.ts'

/** Who is signed in, for every page that needs somebody. Nobody: sign in, and then here again. */
export const SignedInModel = createModel(() => {
  const session = createResource(() => answer(api.session.$get()))
  const change = new ChangeModel()
  effect(() => {
    const { value } = session.state
    if (value.kind !== 'failed' || value.fault.code !== 'unauthenticated') return
    go(`/?next=${encodeURIComponent(location.pathname + location.search)}`, { replace: true })
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
