import { createModel } from '@preact/signals'
import { answer, api, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import type { AddingModel } from './adding.ts'
import { words } from './language.ts'

export type TypedActivation = { username: string; activationCode: string }

/** Fetching the token that waits behind an activation code. */
export const ActivationModel = createModel((adding: AddingModel) => {
  const { activationWrong, activationOffline } = words('add')
  const change = new ChangeModel({
    invalid_code: activationWrong,
    invalid_credentials: activationWrong,
    network: activationOffline,
  })
  return {
    change,
    /** The code is spent by this: what it brought is shown before it is kept. */
    async submit(typed: TypedActivation): Promise<void> {
      await change.run('activate', async () => {
        const { uri } = await patiently(() =>
          answer(api.authenticator.activate.$post({ json: typed })),
        )
        await adding.takeText(uri, 'replace')
      })
    },
  }
})
