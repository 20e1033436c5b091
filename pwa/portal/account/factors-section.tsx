import type { Factors } from '../../../schema/api/factor.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { PhoneIcon, PlusIcon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { easiestFirst } from '../../state/easiest.ts'
import { spokenName } from '../../ui/method.tsx'
import { Section } from '../../ui/section.tsx'
import { enrollableOf } from '../enroll/ways.ts'
import type { FactorsModel } from '../state/factors.ts'
import { FactorDialogs } from './factor-dialogs.tsx'
import { FactorList } from './factor-list.tsx'

type FactorsSectionProps = {
  model: FactorsModel
  /** Whether policy asks for one. */
  required: boolean
}

/** What I sign in with beyond the password. */
export const FactorsSection = ({ model, required }: FactorsSectionProps) => {
  const state = model.list.state.value
  const ready = state.kind === 'ready' ? state.value : null
  return (
    <Section
      title="Second factors"
      lead="Asked for after your password, so that the password alone is not enough. A passkey also lets you in without it."
      action={ready?.selfEnrollment && <AddFactor model={model} factors={ready} />}
    >
      <Loaded state={state} onRetry={() => void model.list.load()}>
        {(factors) => (
          <>
            <FaultNotice
              fault={model.task.value === null ? model.change.fault.value : null}
              onOver={model.change.forget}
            />
            <FactorList model={model} factors={factors} required={required} />
            {!factors.selfEnrollment && <Managed />}
            <FactorDialogs model={model} factors={factors} required={required} />
          </>
        )}
      </Loaded>
    </Section>
  )
}

type PartProps = { model: FactorsModel; factors: Factors }

const AddFactor = ({ model, factors }: PartProps) => (
  <div class="row">
    {enrollableOf(easiestFirst(factors.enrollable)).map((method, index) => (
      <Button
        key={method}
        kind={factors.factors.length === 0 && index === 0 ? 'primary' : 'secondary'}
        small
        busy={model.change.busy.value === method}
        onClick={() => void model.enroll(method)}
      >
        <PlusIcon size={18} />
        {`Add ${spokenName(method)}`}
      </Button>
    ))}
    {factors.enrollable.includes('device') && (
      <ButtonLink small href="/authenticator/#register">
        <PhoneIcon size={18} />
        Register this device
      </ButtonLink>
    )}
  </div>
)

const Managed = () => (
  <p class="muted managed">
    Your organization manages your second factors. To add or remove one, ask an administrator.
  </p>
)
