import { createModel, signal } from '@preact/signals'
import type { Session } from '../../../schema/api/session.ts'
import { answer, api, asProblem, done } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'

/** The Worker knows to which address an application may have people led back, and leads there. */
const goBack = (): void => location.replace(`/api/oidc/logout${location.search}`)

const mine = (): Promise<Session | null> =>
  answer(api.session.$get()).catch((error: unknown) => {
    if (asProblem(error).code === 'unauthenticated') return null
    throw error
  })

/** An application asks to sign me out. */
export const SignOutModel = createModel(() => {
  const change = new ChangeModel()
  const leaving = signal(false)
  const leave = () => {
    leaving.value = true
    goBack()
  }
  return {
    change,
    leaving,
    session: createResource(async () => {
      const session = await mine()
      if (!session) leave()
      return session
    }),
    async signOut(): Promise<void> {
      if (await change.run('sign-out', () => done(api.logout.$post()))) leave()
    },
  }
})
