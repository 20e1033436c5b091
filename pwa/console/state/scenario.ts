import { createModel, signal } from '@preact/signals'
import type { Consequences, PolicyPreview } from '../../../schema/api/policy.ts'
import { answer, api } from '../../api.ts'

/** What a change of policy does to people, in the order in which it matters. */
export const effects = [
  'lockedOut',
  'needTicket',
  'mustRegister',
  'mustEnroll',
  'newlyRequired',
  'losesTrust',
  'noLongerRequired',
] as const
export type Effect = (typeof effects)[number]

const touchesNobody = (consequences: Consequences): boolean =>
  consequences.refused === null && effects.every((effect) => consequences[effect].people === 0)

/** Shows what a change of policy would do before it is saved; one dialog, answered by a person. */
export const ScenarioModel = createModel(() => {
  const shown = signal<Consequences | null>(null)
  let settle: (save: boolean) => void = () => {}
  return {
    shown,
    /** @returns whether to save: at once where nothing changes for anybody, else as the person says */
    async weigh(change: PolicyPreview): Promise<boolean> {
      const consequences = await answer(api.admin.policy.preview.$post({ json: change }))
      if (touchesNobody(consequences)) return true
      shown.value = consequences
      return new Promise((resolve) => {
        settle = resolve
      })
    },
    close(save: boolean) {
      shown.value = null
      settle(save)
    },
  }
})
export type ScenarioModel = InstanceType<typeof ScenarioModel>
