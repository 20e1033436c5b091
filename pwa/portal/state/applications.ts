import { createModel } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { createRevocable } from './revocable.ts'

/** Applications that I may use, and what they know of me. */
export const ApplicationsModel = createModel(() => {
  const { list, change, revoke } = createRevocable(
    async () => (await answer(api.applications.$get())).applications,
  )
  return {
    list,
    change,
    withdraw: (id: string): Promise<void> =>
      revoke(id, 'Access withdrawn', () =>
        done(api.applications[':id'].$delete({ param: { id } })),
      ),
  }
})
