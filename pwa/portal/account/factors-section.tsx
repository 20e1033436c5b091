import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Factor, Factors } from '../../../schema/api/factor.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { PlusIcon, TrashIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { methodLooks, spokenName } from '../../ui/method.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { enrollableOf } from '../enroll/ways.ts'
import { FactorsModel } from '../state/factors.ts'
import { FactorDialogs } from './factor-dialogs.tsx'

/** What I sign in with beyond the password. */
export const FactorsSection = ({ required }: { required: boolean }) => {
  const model = useModel(FactorsModel)
  useEffect(() => void model.list.load(), [])
  const state = model.list.state.value
  return (
    <Section
      title="Second factor"
      lead="Asked for after your password, so that the password alone is not enough."
      action={state.kind === 'ready' && <AddFactor model={model} factors={state.value} />}
    >
      <Loaded state={state} onRetry={() => void model.list.load()}>
        {(factors) => (
          <>
            <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
            <FactorList model={model} factors={factors} required={required} />
            <FactorDialogs model={model} factors={factors} required={required} />
          </>
        )}
      </Loaded>
    </Section>
  )
}

type PartProps = { model: FactorsModel; factors: Factors }

const AddFactor = ({ model, factors }: PartProps) =>
  enrollableOf(factors.enrollable).map((method) => (
    <Button
      key={method}
      kind={factors.factors.length === 0 ? 'primary' : 'secondary'}
      small
      busy={model.change.busy.value === method}
      onClick={() => void model.enroll(method)}
    >
      <PlusIcon size={18} />
      {`Add ${spokenName(method)}`}
    </Button>
  ))

const FactorList = ({ model, factors, required }: PartProps & { required: boolean }) => {
  if (factors.factors.length === 0) return <NoFactor required={required} />
  return (
    <List label="Second factors">
      {factors.factors.map((factor) => (
        <FactorItem key={factor.id} factor={factor} onRemove={() => model.askToRemove(factor)} />
      ))}
      <RecoveryItem model={model} left={factors.recoveryCodesLeft} />
    </List>
  )
}

const FactorItem = ({ factor, onRemove }: { factor: Factor; onRemove: () => void }) => {
  const { name, Icon } = methodLooks[factor.method]
  return (
    <ListItem
      icon={<Icon />}
      title={factor.name || name}
      meta={<FactorFacts factor={factor} />}
      action={
        <Button
          kind="plain"
          small
          icon
          aria-label={`Remove ${factor.name || spokenName(factor.method)}`}
          onClick={onRemove}
        >
          <TrashIcon />
        </Button>
      }
    />
  )
}

const FactorFacts = ({ factor: { createdAt, lastUsedAt } }: { factor: Factor }) => (
  <>
    Added <Time at={createdAt} />
    {lastUsedAt !== null && (
      <>
        {' · last used '}
        <Time at={lastUsedAt} />
      </>
    )}
  </>
)

const few = 3

const RecoveryItem = ({ model, left }: { model: FactorsModel; left: number }) => (
  <ListItem
    icon={<methodLooks.recovery.Icon />}
    title={
      <>
        Recovery codes
        {left <= few && <Badge kind="warning">{left === 0 ? 'None left' : 'Few left'}</Badge>}
      </>
    }
    meta={left === 0 ? 'Make a set, so that a lost device does not lock you out' : `${left} left`}
    action={
      <Button small onClick={() => model.askForCodes(left > 0)}>
        {left > 0 ? 'New set' : 'Make a set'}
      </Button>
    }
  />
)

const NoFactor = ({ required }: { required: boolean }) => (
  <Notice kind="warning" title="Only your password protects this account" live={false}>
    <p>
      {required
        ? 'You are asked to set up a second factor. It takes about a minute.'
        : 'Add an authenticator app. It takes about a minute, and a stolen password is then not enough.'}
    </p>
  </Notice>
)
