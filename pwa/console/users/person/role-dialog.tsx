import { useState } from 'preact/hooks'
import { roles, type Role } from '../../../../schema/policy.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SelectField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { roleHints, roleNames } from '../roles.ts'
import type { ClosingProps } from './part.ts'

/** Another role, and what comes with it. */
export const RoleDialog = ({ model, view: { user, form }, onClose }: ClosingProps) => {
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
