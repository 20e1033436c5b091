import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Fleet } from '../../../schema/api/hardware-token.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ClockIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { FleetModel } from '../state/fleet.ts'
import { ClockCharts } from './clock-charts.tsx'
import { ReplaceSection } from './replace-section.tsx'
import { TokensHead } from './tokens-head.tsx'

/** `/console/tokens/clocks`: what the clocks of all used tokens do, and which go too wrong soon. */
export const ClocksPage = () => {
  const model = useModel(FleetModel)
  useEffect(() => void model.load(), [])
  return (
    <div class="stack stack--wide">
      <TokensHead
        title="Clocks"
        lead="A token has a clock and no way to set it. Each sign-in tells how far it is off."
      />
      <Loaded state={model.state.value} onRetry={() => void model.load()}>
        {(fleet) => <Parts fleet={fleet} />}
      </Loaded>
    </div>
  )
}

const Parts = ({ fleet }: { fleet: Fleet }) =>
  fleet.drifts.length === 0 ? (
    <section class="section">
      <EmptyState icon={<ClockIcon size={24} />} title="No token was used yet">
        Once people sign in with their tokens, this page shows how far the clocks are off, and which
        tokens to replace in time.
      </EmptyState>
    </section>
  ) : (
    <>
      <ReplaceSection leaving={fleet.leaving} />
      <ClockCharts fleet={fleet} />
    </>
  )
