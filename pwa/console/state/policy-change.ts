import { createModel } from '@preact/signals'
import type { PolicyPreview } from '../../../schema/api/policy.ts'
import { ChangeModel } from '../../state/change.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { ScenarioModel } from './scenario.ts'

/**
 * A change of what people must and may do: weighed first, then saved with a fresh proof. The page
 * holds the two dialogs (PolicyDialogs).
 */
export const PolicyChangeModel = createModel(() => {
  const scenario = new ScenarioModel()
  const stepUp = new StepUpModel()
  const change = new ChangeModel()
  return {
    scenario,
    stepUp,
    change,
    /**
     * @param name what is under way, for `change.busy`
     * @param weighed null for what concerns no policy
     * @returns what was answered, or null where it was refused or called off
     */
    async save<Value>(
      name: string,
      weighed: PolicyPreview | null,
      request: () => Promise<Value>,
    ): Promise<{ value: Value } | null> {
      let saved: { value: Value } | null = null
      await change.run(name, async () => {
        if (weighed && !(await scenario.weigh(weighed))) return
        saved = await stepUp.guard(request)
      })
      return saved
    },
  }
})
export type PolicyChangeModel = InstanceType<typeof PolicyChangeModel>
