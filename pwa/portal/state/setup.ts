import { createModel, signal } from '@preact/signals'
import { answer, api, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { go } from '../../state/route.ts'

/**
 * Making the first super admin. The token is in the fragment of the set-up link, because a fragment
 * never reaches a server's log.
 */
export const SetupModel = createModel(() => {
  const state = createResource(() => answer(api.setup.$get()))
  const token = signal(location.hash.slice(1))
  const change = new ChangeModel({
    forbidden:
      'This set-up link is not valid. Use the one that the server printed at its first start.',
  })
  return {
    state,
    token,
    change,
    async submit(typed: { username: string; password: string }): Promise<void> {
      const made = await change.run('setup', () =>
        patiently(() => answer(api.setup.$post({ json: { token: token.value, ...typed } }))),
      )
      // The sign-in page resumes whatever is still missing, and then goes to the account.
      if (made) go('/?next=/account', { replace: true })
    },
  }
})
