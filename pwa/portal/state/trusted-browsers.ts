import { createModel } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { createRevocable } from './revocable.ts'

/** Browsers that spare me the second factor. */
export const TrustedBrowsersModel = createModel(() => {
  const { list, change, revoke } = createRevocable(
    async () => (await answer(api['trusted-browsers'].$get())).browsers,
  )
  return {
    list,
    change,
    revoke: (id: string): Promise<void> =>
      revoke(id, 'Browser is no longer trusted', () =>
        done(api['trusted-browsers'][':id'].$delete({ param: { id } })),
      ),
    revokeAll: (): Promise<void> =>
      revoke('all', 'No browser is trusted anymore', () => done(api['trusted-browsers'].$delete())),
  }
})
