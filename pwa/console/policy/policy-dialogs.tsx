import type { PolicyChangeModel } from '../state/policy-change.ts'
import { StepUp } from '../../ui/step-up.tsx'
import { ScenarioDialog } from './scenario-dialog.tsx'

/** The two questions before a change of policy is saved: are you sure, and are you you. */
export const PolicyDialogs = ({ model }: { model: PolicyChangeModel }) => {
  const consequences = model.scenario.shown.value
  return (
    <>
      {consequences && (
        <ScenarioDialog consequences={consequences} onClose={model.scenario.close} />
      )}
      <StepUp model={model.stepUp} />
    </>
  )
}
