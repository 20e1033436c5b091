import { createModel, signal } from '@preact/signals'
import type { ListedSigningKey } from '../../../schema/api/signing-key.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'

/** The keys of one purpose and algorithm: one signs, and others came before it or follow. */
export type KeySeries = Pick<ListedSigningKey, 'purpose' | 'algorithm'>

/** What we sign with, and replacing it at once. */
export const SigningKeysModel = createModel(() => {
  const routes = api.admin['signing-keys']
  const keys = createResource(async () => (await answer(routes.$get())).keys)
  const stepUp = new StepUpModel()
  const change = new ChangeModel()
  const asked = signal<KeySeries | null>(null)
  return {
    keys,
    stepUp,
    change,
    asked,
    ask(next: KeySeries | null) {
      change.forget()
      asked.value = next
    },
    /** @param withdraw whether nothing that the former ones signed counts any more */
    async replace({ purpose, algorithm }: KeySeries, withdraw: boolean): Promise<void> {
      await change.run('replace', async () => {
        const json = { purpose, algorithm, withdraw }
        const replaced = await stepUp.guard(() => answer(routes.rotate.$post({ json })))
        if (!replaced) return
        keys.state.value = { kind: 'ready', value: replaced.value.keys }
        asked.value = null
        toast('A new key signs from now on')
      })
    },
  }
})
export type SigningKeysModel = InstanceType<typeof SigningKeysModel>
