import { createModel, signal } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { toast } from '../../ui/announcer.tsx'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'

/** Who I am, and the one thing of it that is mine to change. */
export const ProfileModel = createModel(() => {
  const profile = createResource(() => answer(api.profile.$get()))
  const change = new ChangeModel()
  const renaming = signal(false)
  return {
    profile,
    change,
    renaming,
    askForName() {
      change.forget()
      renaming.value = true
    },
    close() {
      renaming.value = false
    },
    /** @returns whether the name is another one now */
    async rename(displayName: string): Promise<boolean> {
      const saved = await change.run('rename', () =>
        answer(api.profile.$patch({ json: { displayName } })),
      )
      if (!saved) return false
      renaming.value = false
      toast('Display name saved')
      await profile.load()
      return true
    },
  }
})
