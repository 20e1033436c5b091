import { createModel } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { toast } from '../../ui/announcer.tsx'
import { checkDevices } from './device-status.ts'
import { words } from './language.ts'
import type { Models } from './models.ts'
import type { OnlineModel } from './online.ts'

/** The devices that are registered for whoever is signed in. */
export const MyDevicesModel = createModel((models: Models, online: OnlineModel) => {
  const list = createResource(async () => {
    const { factors } = await answer(api.factors.$get())
    return factors.filter(({ method }) => method === 'device')
  })
  const change = new ChangeModel(words('register').faults)
  return {
    list,
    change,
    revoke: async (id: string): Promise<void> => {
      const revoked = await change.run(id, () =>
        done(api.factors[':id'].$delete({ param: { id } })),
      )
      if (revoked) {
        toast(words('register').revoked)
        await Promise.all([list.load(), checkDevices(models, 'now')])
      } else if (change.fault.peek()?.code === 'step_up_required') online.askAgain()
    },
  }
})

export type MyDevicesModel = InstanceType<typeof MyDevicesModel>
