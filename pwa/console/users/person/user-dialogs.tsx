import type { ResetTarget, UserFactor } from '../../../../schema/api/user.ts'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { roleNames } from '../roles.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { nameOf, type ClosingProps, type PartProps } from './part.ts'
import { resetWords } from './reset-words.ts'
import { RoleDialog } from './role-dialog.tsx'

/** The question that lies over a person's page, if there is one. */
export const UserDialogs = (props: PartProps) => {
  const { model, view } = props
  const task = model.task.value
  const close = () => model.ask(null)
  if (!task) return null
  switch (task.kind) {
    case 'role':
      return <RoleDialog {...props} onClose={close} />
    case 'reset':
      return <ResetDialog {...props} targets={task.targets} onClose={close} />
    case 'delete':
      return <DeleteDialog {...props} onClose={close} />
    case 'disable':
      return (
        <ConfirmDialog
          title={`Disable ${nameOf(view)}?`}
          action="Disable"
          onConfirm={() => void model.save('status', 'disable', { disabled: true }, 'Disabled')}
          onClose={close}
        >
          <p>They are signed out everywhere and cannot sign in until they are enabled again.</p>
          <p class="muted">Nothing is deleted: factors and groups stay.</p>
        </ConfirmDialog>
      )
    case 'override':
      return (
        <ConfirmDialog
          title="Go against the settings?"
          action="Not required"
          onConfirm={() => void model.save('factors', 'mfaRequired', { mfaRequired: false })}
          onClose={close}
        >
          <p>
            {`The settings require a second factor of every ${roleNames[view.user.role].toLowerCase()}. ${nameOf(view)} would go without.`}
          </p>
          <p class="muted">The audit log says that you allowed it.</p>
        </ConfirmDialog>
      )
  }
}

const ResetDialog = ({
  model,
  view,
  targets,
  onClose,
}: ClosingProps & { targets: readonly ResetTarget[] }) => {
  const [only] = targets
  const one = targets.length === 1 && only ? resetWords[only] : null
  const { mfaRequired, factorList } = view.user
  const isTaken = ({ method }: UserFactor) => targets.some((target) => target === method)
  const lastFactor = mfaRequired && factorList.length > 0 && factorList.every(isTaken)
  return (
    <ConfirmDialog
      title={
        one
          ? `${one.action} ${one.what} of ${nameOf(view)}?`
          : `Reset everything of ${nameOf(view)}?`
      }
      action={one?.action ?? 'Reset all'}
      onConfirm={() => void model.reset(targets, one?.said ?? 'Everything reset')}
      onClose={onClose}
    >
      {one ? (
        <p>{one.effect}</p>
      ) : (
        <ul class="bullets">
          {targets.map((target) => (
            <li key={target}>{resetWords[target].effect}</li>
          ))}
        </ul>
      )}
      {lastFactor && <p>At the next sign-in they set up a new second factor.</p>}
    </ConfirmDialog>
  )
}
