import { createModel } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { toast } from '../../ui/announcer.tsx'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'

/** Browsers that spare me the second factor. */
export const TrustedBrowsersModel = createModel(() => {
  const list = createResource(async () => (await answer(api['trusted-browsers'].$get())).browsers)
  const change = new ChangeModel()
  const revoke = async (name: string, said: string, request: () => Promise<void>) => {
    if (!(await change.run(name, request))) return
    toast(said)
    await list.load()
  }
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
