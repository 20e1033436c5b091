import { createModel, signal } from '@preact/signals'
import type { Provisioning } from '../../../schema/api/account.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import { pictureOf } from '../enroll/key.tsx'

/** What is on the screen: the token and its QR code as a data: URL. */
type ShownToken = Provisioning & { picture: string }

/** My token for an authenticator. A new one counts once its first code came, and retires the former. */
export const ProvisioningModel = createModel(() => {
  const stepUp = new StepUpModel()
  const making = new ChangeModel()
  const confirming = new ChangeModel({
    not_found: 'This token has expired. Generate a new one.',
    invalid_code:
      'This code is wrong. Check that your device has the right time, and try the next one.',
  })
  const token = signal<ShownToken | null>(null)
  return {
    stepUp,
    making,
    confirming,
    token,
    /** Each call retires what the call before showed. */
    async generate(): Promise<void> {
      await making.run('generate', async () => {
        const made = await stepUp.guard(() => answer(api.provisioning.$post()))
        if (!made) return
        confirming.forget()
        token.value = { ...made.value, picture: await pictureOf(made.value.uri) }
      })
    },
    /** @returns whether the code was right, so that the token counts */
    async confirm(code: string): Promise<boolean> {
      const id = token.value?.id
      if (!id) return false
      const right = await confirming.run('confirm', () =>
        answer(api.factors.totp[':id'].confirm.$post({ param: { id }, json: { code } })),
      )
      if (right) toast('Your authenticator is set up')
      return right
    },
    hide() {
      token.value = null
    },
  }
})
export type ProvisioningModel = InstanceType<typeof ProvisioningModel>
