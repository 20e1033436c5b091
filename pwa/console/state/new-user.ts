import { createModel, signal } from '@preact/signals'
import type { NewUser } from '../../../schema/api/user.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { StepUpModel } from '../../state/step-up.ts'

/** Somebody who was just added: what the administrator has to pass on. */
export type Added = {
  id: string
  username: string
  displayName: string
  mfaRequired: boolean
  mustChangePassword: boolean
}

/** Adding a person. */
export const NewUserModel = createModel(() => {
  const form = createResource(() => answer(api.admin['user-form'].$get()))
  const stepUp = new StepUpModel()
  const change = new ChangeModel()
  const added = signal<Added | null>(null)
  return {
    form,
    stepUp,
    change,
    added,
    async submit(user: NewUser): Promise<void> {
      await change.run('add', async () => {
        const made = await stepUp.guard(() => answer(api.admin.users.$post({ json: user })))
        if (!made) return
        const { username, displayName = '', mfaRequired, mustChangePassword = false } = user
        const { id } = made.value
        added.value = { id, username, displayName, mfaRequired, mustChangePassword }
      })
    },
    another() {
      added.value = null
    },
  }
})
