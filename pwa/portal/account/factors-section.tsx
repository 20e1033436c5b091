import type { Factor, Factors } from '../../../schema/api/factor.ts'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { EditIcon, PlusIcon, TrashIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { methodLooks, spokenName } from '../../ui/method.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Time } from '../../ui/time.tsx'
import { enrollableOf } from '../enroll/ways.ts'
import type { FactorsModel } from '../state/factors.ts'
import { FactorDialogs } from './factor-dialogs.tsx'

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
      lead="Asked for after your password, so that the password alone is not enough."
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
  if (factors.factors.length === 0)
    return <NoFactor required={required} addable={factors.selfEnrollment} />
  return (
    <List label="Second factors">
      {factors.factors.map((factor) => (
        <FactorItem
          key={factor.id}
          factor={factor}
          onRename={() => model.askForName(factor)}
          onRemove={factors.selfEnrollment ? () => model.askToRemove(factor) : null}
        />
      ))}
      <RecoveryItem model={model} left={factors.recoveryCodesLeft} />
    </List>
  )
}

type FactorItemProps = {
  factor: Factor
  onRename: () => void
  /** Null where that is not for this person to do. */
  onRemove: (() => void) | null
}

const FactorItem = ({ factor, onRename, onRemove }: FactorItemProps) => {
  const { name, Icon } = methodLooks[factor.method]
  const called = factor.name || spokenName(factor.method)
  return (
    <ListItem
      icon={<Icon />}
      title={factor.name || name}
      meta={<FactorFacts factor={factor} />}
      action={
        <div class="row row--tight">
          <Button kind="plain" small icon aria-label={`Rename ${called}`} onClick={onRename}>
            <EditIcon />
          </Button>
          {onRemove && (
            <Button kind="plain" small icon aria-label={`Remove ${called}`} onClick={onRemove}>
              <TrashIcon />
            </Button>
          )}
        </div>
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

const NoFactor = ({ required, addable }: { required: boolean; addable: boolean }) => (
  <Notice kind="warning" title="Only your password protects this account" live={false}>
    {addable && (
      <p>
        {required
          ? 'You are asked to set up a second factor. It takes about a minute.'
          : 'Add an authenticator app. It takes about a minute, and a stolen password is then not enough.'}
      </p>
    )}
  </Notice>
)

const Managed = () => (
  <p class="muted managed">
    Your organization manages your second factors. To add or remove one, ask an administrator.
  </p>
)
