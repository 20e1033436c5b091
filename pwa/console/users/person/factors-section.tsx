import type { UserDetails } from '../../../../schema/api/user.ts'
import { Button } from '../../../ui/button.tsx'
import { FobIcon, KeyIcon } from '../../../ui/icons.tsx'
import { Section } from '../../../ui/section.tsx'
import type { HandingOverModel } from '../../state/handing-over.ts'
import type { TokenGivingModel } from '../../state/token-giving.ts'
import { SecondFactor } from '../users-table.tsx'
import { HeldList } from './held-list.tsx'
import { may, type PartProps } from './part.ts'
import { PartFault } from './part-fault.tsx'
import { FactorFlags } from './factor-flags.tsx'

const leadOf = ({ factors, mfaRequired, factorList }: UserDetails): string => {
  if (factors > 0) return 'Asked for after the password.'
  if (factorList.some(({ state }) => state === 'handed-over'))
    return 'Something was handed over: it counts from its first code.'
  return mfaRequired
    ? 'Required, and not set up yet: the next sign-in leads through it.'
    : 'Only the password protects this account.'
}

type FactorsSectionProps = PartProps & { handing: HandingOverModel; giving: TokenGivingModel }

/** What the person signs in with beyond the password: what they must, may and have. */
export const FactorsSection = ({ model, view, handing, giving }: FactorsSectionProps) => {
  const { user } = view
  return (
    <Section
      title="Second factor"
      action={
        may(user, 'key') && (
          <div class="row">
            <Button small onClick={() => giving.ask(true)}>
              <FobIcon size={18} />
              Assign hardware token
            </Button>
            <Button small onClick={() => handing.ask('key')}>
              <KeyIcon size={18} />
              Generate key
            </Button>
          </div>
        )
      }
    >
      <div class="stack">
        <p class="person-page__state">
          <SecondFactor user={user} /> {leadOf(user)}
        </p>
        <PartFault model={model} part="factors" />
        <FactorFlags model={model} view={view} />
        <HeldList model={model} view={view} />
      </div>
    </Section>
  )
}
