import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { errorAt, type Fault } from '../../state/fault.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { NewPasswordField } from '../screens/new-password-field.tsx'
import type { PasswordModel, TypedPassword } from '../state/password.ts'

type PasswordFormProps = {
  model: PasswordModel
  username: string
  /** Whether there is a second factor that could go along. */
  resettable: boolean
  onSubmit: (typed: TypedPassword) => void
  /** The form's buttons, told whether sending makes sense yet. */
  children: (off: boolean) => ComponentChildren
}

/** A wrong current password is what one types again, so there it is said. */
const fieldOf = (fault: Fault | null): string | undefined =>
  fault?.code === 'invalid_credentials' ? 'current' : fault?.field

/** Current password, new password, and whether the second factor goes along. */
export const PasswordForm = (props: PasswordFormProps) => {
  const [typed, setTyped] = useState<TypedPassword>({ current: '', next: '', resetFactors: false })
  const { change } = props.model
  const refused = change.fault.value
  const field = fieldOf(refused)
  const fault = refused && { ...refused, ...(field ? { field } : {}) }
  const off = typed.current === '' || typed.next === '' || fault?.until !== undefined
  return (
    <Form onSubmit={() => off || props.onSubmit(typed)} error={refused} errorField={field}>
      <FaultNotice fault={fault} fields={['current', 'next']} onOver={change.forget} />
      {/* Tells password managers whose password this is. */}
      <input type="text" autoComplete="username" value={props.username} readOnly hidden />
      <PasswordField
        label="Current password"
        name="current"
        autoComplete="current-password"
        initialFocus
        value={typed.current}
        onValue={(current) => setTyped({ ...typed, current })}
        error={errorAt(fault, 'current')}
      />
      <NewPasswordField
        name="next"
        value={typed.next}
        onValue={(next) => setTyped({ ...typed, next })}
        error={errorAt(fault, 'next')}
      />
      {props.resettable && (
        <Checkbox
          name="resetFactors"
          label="Reset my two-factor too"
          hint="Removes all your second factors and recovery codes. If you must have one, you set up a new one at your next sign-in."
          checked={typed.resetFactors}
          onChecked={(resetFactors) => setTyped({ ...typed, resetFactors })}
        />
      )}
      {props.children(off)}
    </Form>
  )
}
