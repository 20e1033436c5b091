import { createModel } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { createRevocable } from './revocable.ts'

/** Where I am signed in. */
export const SessionsModel = createModel(() => {
  const { list, change, revoke } = createRevocable(
    async () => (await answer(api.sessions.$get())).sessions,
  )
  return {
    list,
    change,
    end: (id: string): Promise<void> =>
      revoke(id, 'Signed out there', () => done(api.sessions[':id'].$delete({ param: { id } }))),
    endOthers: (): Promise<void> =>
      revoke('others', 'Signed out everywhere else', () => done(api.sessions.$delete())),
  }
})
