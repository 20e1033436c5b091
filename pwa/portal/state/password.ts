import { createModel } from '@preact/signals'
import { answer, api, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { StepUpModel } from '../../state/step-up.ts'

export type TypedPassword = { current: string; next: string; resetFactors: boolean }

/** Choosing a new password, by the one that is known. */
export const PasswordModel = createModel(() => {
  const stepUp = new StepUpModel()
  const change = new ChangeModel({ invalid_credentials: 'Your current password is wrong.' })
  return {
    stepUp,
    change,
    /** @returns how it left the person; null where nothing was changed */
    async submit(typed: TypedPassword): Promise<'authenticated' | 'signed_out' | null> {
      let status: 'authenticated' | 'signed_out' | null = null
      await change.run('password', async () => {
        const sent = await stepUp.guard(() =>
          patiently(() => answer(api.password.$post({ json: typed }))),
        )
        status = sent?.value.status ?? null
      })
      return status
    },
  }
})
export type PasswordModel = InstanceType<typeof PasswordModel>
