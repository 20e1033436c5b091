import { createModel } from '@preact/signals'
import { api, done, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { go } from '../../state/route.ts'
import { leaveNote } from './note.ts'

export type TypedReset = { username: string; code: string; next: string }

const wrong = 'The username or the code is wrong, or the code has expired or was used already.'

/** A new password by the one-time code that an administrator made. */
export const ResetModel = createModel(() => {
  const change = new ChangeModel({ invalid_code: wrong, invalid_credentials: wrong })
  return {
    change,
    async submit(typed: TypedReset): Promise<void> {
      const set = await change.run('reset', () =>
        patiently(() => done(api.password.reset.$post({ json: typed }))),
      )
      if (!set) return
      leaveNote({ kind: 'success', text: 'Your new password is set. Sign in with it.' })
      go('/', { replace: true })
    },
  }
})
