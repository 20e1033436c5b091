import { createModel, signal } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { go } from '../../state/route.ts'
import { passwordPage } from '../../state/signed-in.ts'
import { leaveNote } from './note.ts'

/** What happened to my account, and the alarm. */
export const ActivityModel = createModel(() => {
  const list = createPaged((after) =>
    answer(api.activity.$get({ query: after === undefined ? {} : { after } })),
  )
  const change = new ChangeModel()
  const asking = signal(false)
  return {
    list,
    change,
    asking,
    ask() {
      change.forget()
      asking.value = true
    },
    close() {
      asking.value = false
    },
    /** Ends whatever somebody else may hold; what is left to do is a new password. */
    async report(): Promise<void> {
      if (!(await change.run('not-me', () => done(api.activity['not-me'].$post())))) return
      leaveNote({
        kind: 'success',
        text: 'Other browsers are signed out, no browser is trusted any more, and your administrators know.',
      })
      go(passwordPage('/account'), { replace: true })
    },
  }
})
export type ActivityModel = InstanceType<typeof ActivityModel>
