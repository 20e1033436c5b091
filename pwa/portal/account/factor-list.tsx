import type { Factor, Factors } from '../../../schema/api/factor.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { EditIcon, TrashIcon } from '../../ui/icons.tsx'
import { Badge, List, ListItem } from '../../ui/list.tsx'
import { methodLooks, spokenName } from '../../ui/method.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import type { FactorsModel } from '../state/factors.ts'
import { PasskeyMark } from './passkey-mark.tsx'

type FactorListProps = {
  model: FactorsModel
  factors: Factors
  /** Whether policy asks for one. */
  required: boolean
}

/** The factors by name, and the recovery codes that go with them. */
export const FactorList = ({ model, factors, required }: FactorListProps) => {
  if (factors.factors.length === 0)
    return <NoFactor required={required} addable={factors.selfEnrollment} />
  return (
    <List label="Second factors">
      {factors.factors.map((factor) => (
        <FactorItem
          key={factor.id}
          factor={factor}
          onRename={() => model.askForName(factor)}
          onResync={() => model.askToResync(factor)}
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
  onResync: () => void
  /** Null where that is not for this person to do. */
  onRemove: (() => void) | null
}

const FactorItem = ({ factor, onRename, onResync, onRemove }: FactorItemProps) => {
  const { name, Icon } = methodLooks[factor.method]
  const called = factor.name || spokenName(factor.method)
  return (
    <ListItem
      icon={factor.passkey ? <PasskeyMark provider={factor.passkey.provider} /> : <Icon />}
      title={
        <>
          {factor.name || name}
          {factor.passkey && (
            <Badge>{factor.passkey.synced ? 'Synced' : 'On one device only'}</Badge>
          )}
          {factor.state === 'handed-over' && <Badge>Not used yet</Badge>}
        </>
      }
      meta={
        <>
          <FactorFacts factor={factor} />
          {factor.method === 'hardware' && (
            <p>
              <TextButton onClick={onResync}>
                Codes are refused? Set its clock right
                <span class="visually-hidden">{` (${called})`}</span>
              </TextButton>
            </p>
          )}
        </>
      }
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

/** A name that its maker gave says already who keeps it. */
const isTold = ({ name, passkey }: Factor): boolean =>
  !passkey?.provider || name.includes(passkey.provider)

const FactorFacts = ({ factor }: { factor: Factor }) => (
  <>
    {!isTold(factor) && `${factor.passkey?.provider} · `}
    {factor.serial && !factor.name.includes(factor.serial) && `Serial ${factor.serial} · `}
    Added <Time at={factor.createdAt} />
    {factor.lastUsedAt !== null && (
      <>
        {' · last used '}
        <Time at={factor.lastUsedAt} />
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
          : 'Add a passkey or an authenticator app. It takes about a minute, and a stolen password is then not enough.'}
      </p>
    )}
  </Notice>
)
