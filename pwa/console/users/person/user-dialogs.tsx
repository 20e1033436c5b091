import { useState } from 'preact/hooks'
import type { ResetTarget } from '../../../../schema/api/user.ts'
import { roles, type Role } from '../../../../schema/policy.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../../ui/dialog.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { roleHints, roleNames } from '../roles.ts'
import type { PartProps } from './part.ts'
import { resetWords } from './reset-words.ts'

const nameOf = ({ user }: PartProps['view']): string => user.displayName || user.username

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

type ClosingProps = PartProps & { onClose: () => void }

const ResetDialog = ({
  model,
  view,
  targets,
  onClose,
}: ClosingProps & { targets: readonly ResetTarget[] }) => {
  const [only] = targets
  const one = targets.length === 1 && only ? resetWords[only] : null
  const lastFactor = view.user.mfaRequired && targets.includes('totp')
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

const RoleDialog = ({ model, view: { user, form }, onClose }: ClosingProps) => {
  const [role, setRole] = useState<Role>(user.role)
  const requires = form[role].mfaRequired && !user.mfaRequired
  const submit = () => {
    if (role === user.role) return onClose()
    void model.save('access', 'role', { role, ...(requires && { mfaRequired: true }) })
  }
  return (
    <Dialog title="Change role" onClose={onClose}>
      <Form onSubmit={submit}>
        <SelectField
          label="Role"
          name="role"
          value={role}
          options={roles.map((value) => ({ value, label: roleNames[value] }))}
          hint={roleHints[role]}
          onValue={setRole}
        />
        {requires && (
          <p>
            The settings require a second factor of this role: it becomes required for them, too.
          </p>
        )}
        <p class="muted">They are signed out, and trusted browsers are asked again.</p>
        <div class="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={role === user.role}>
            Change role
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

const DeleteDialog = ({ model, view, onClose }: ClosingProps) => {
  const [typed, setTyped] = useState('')
  const { username } = view.user
  const right = typed.trim() === username
  return (
    <Dialog title={`Delete ${nameOf(view)}?`} onClose={onClose}>
      <Form onSubmit={() => right && void model.remove()}>
        <p>
          Account, factors and memberships are gone for good. The audit log keeps what happened,
          without the name.
        </p>
        <TextField
          label={`Type ${username} to confirm`}
          name="confirm"
          value={typed}
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          initialFocus
          onValue={setTyped}
        />
        <div class="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="danger" disabled={!right}>
            Delete
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
