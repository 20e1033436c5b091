import { createModel } from '@preact/signals'
import { answer, api, patiently } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import type { AddingModel } from './adding.ts'

export type TypedActivation = { username: string; activationCode: string }

const wrong = 'The username or the code is wrong, or the code has expired or was used already.'

/** Fetching the token that waits behind an activation code. */
export const ActivationModel = createModel((adding: AddingModel) => {
  const change = new ChangeModel({
    invalid_code: wrong,
    invalid_credentials: wrong,
    network: 'Activating needs a connection to the server. Check your network and try again.',
  })
  return {
    change,
    /** The code is spent by this: what it brought is shown before it is kept. */
    async submit(typed: TypedActivation): Promise<void> {
      await change.run('activate', async () => {
        const { uri } = await patiently(() =>
          answer(api.authenticator.activate.$post({ json: typed })),
        )
        adding.takeText(uri, 'replace')
      })
    },
  }
})
