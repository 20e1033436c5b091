import type { Session } from '../../../schema/api/session.ts'
import type { NewUserForm } from '../../../schema/api/user.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { RefreshIcon } from '../../ui/icons.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { errorAt, type Fault } from '../../state/fault.ts'
import type { Draft } from '../state/draft.ts'
import { generatedPassword } from '../state/generated-password.ts'
import '../../ui/section.css'
import { AccessGroup } from './access-group.tsx'

const fields = ['username', 'displayName', 'email', 'phone', 'role', 'password']

type PartProps = {
  draft: Draft
  fault: Fault | null
  onDraft: (change: Partial<Draft>) => void
}
export type UserFormProps = PartProps & {
  /** Who adds them: an admin has fewer choices. */
  me: Session['user']
  form: NewUserForm
  busy: boolean
  onFaultOver: () => void
  onSubmit: () => void
}

export const UserForm = (props: UserFormProps) => {
  const { draft, fault, busy } = props
  const incomplete = draft.username.trim() === '' || draft.password === ''
  return (
    <Form class="section" error={fault} onSubmit={() => !incomplete && props.onSubmit()}>
      <WhoGroup {...props} />
      <PasswordGroup {...props} />
      <AccessGroup {...props} />
      <div class="stack">
        <FaultNotice fault={fault} fields={fields} onOver={props.onFaultOver} />
        <div class="row row--end">
          <ButtonLink href="/console/users">Cancel</ButtonLink>
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            disabled={incomplete || fault?.until !== undefined}
          >
            Add person
          </Button>
        </div>
      </div>
    </Form>
  )
}

const WhoGroup = ({ draft, fault, onDraft }: PartProps) => {
  const line = (name: 'username' | 'displayName' | 'email' | 'phone') => ({
    name,
    autoComplete: 'off' as const,
    value: draft[name],
    error: errorAt(fault, name),
    onValue: (value: string) => onDraft({ [name]: value }),
  })
  return (
    <fieldset class="form-group">
      <legend>Who</legend>
      <div class="form-grid">
        <TextField
          {...line('username')}
          label="Username"
          hint="What they sign in with."
          autoCapitalize="none"
          spellcheck={false}
          initialFocus
        />
        <TextField {...line('displayName')} label="Display name" optional />
        <TextField {...line('email')} label="E-mail" type="email" optional />
        <TextField {...line('phone')} label="Phone" type="tel" optional />
      </div>
    </fieldset>
  )
}

const PasswordGroup = ({ draft, fault, onDraft }: PartProps) => (
  <fieldset class="form-group">
    <legend>First password</legend>
    <PasswordField
      label="Password"
      name="password"
      autoComplete="off"
      shown
      hint="At least 8 characters. You tell them; we do not send it."
      value={draft.password}
      error={errorAt(fault, 'password')}
      onValue={(password) => onDraft({ password })}
    />
    <div class="generate">
      <Button small onClick={() => onDraft({ password: generatedPassword() })}>
        <RefreshIcon size={18} />
        Generate
      </Button>
      {draft.password && <CopyButton text={draft.password} label="Copy" />}
    </div>
    <Checkbox
      name="mustChangePassword"
      label="Ask for a new password at the first sign-in"
      checked={draft.mustChangePassword}
      hint="Then nobody but them knows their password."
      onChecked={(mustChangePassword) => onDraft({ mustChangePassword })}
    />
  </fieldset>
)
