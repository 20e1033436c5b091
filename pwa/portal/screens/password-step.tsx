import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/page.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { errorAt, type Fault } from '../../state/fault.ts'

type PasswordStepProps = {
  note: string | undefined
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  onSubmit: (username: string, password: string) => void
}

const fields = ['username', 'password']

/** What is missing is said before anything is sent; the Worker would only say the same. */
const missing = (username: string, password: string): Fault | null => {
  if (username.trim() === '') {
    return { code: 'malformed_request', field: 'username', text: 'Enter your username.' }
  }
  if (password !== '') return null
  return { code: 'malformed_request', field: 'password', text: 'Enter your password.' }
}

/** After a wrong password the password is what one types again, so there the focus goes. */
const focusAfter = (fault: Fault | null) =>
  fault && { field: fault.field ?? (fault.code === 'invalid_credentials' ? 'password' : undefined) }

export const PasswordStep = ({ note, busy, fault, onFaultOver, onSubmit }: PasswordStepProps) => {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [gap, setGap] = useState<Fault | null>(null)
  const shown = gap ?? fault
  const submit = () => {
    const found = missing(username, password)
    setGap(found)
    if (!found) onSubmit(username, password)
  }
  return (
    <div class="stack stack--wide">
      <Title>Sign in</Title>
      {note && !shown && <Notice kind="info">{note}</Notice>}
      <Form onSubmit={submit} error={focusAfter(shown)}>
        <FaultNotice fault={shown} fields={fields} onOver={onFaultOver} />
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellcheck={false}
          initialFocus
          value={username}
          onValue={setUsername}
          error={errorAt(shown, 'username')}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
          error={errorAt(shown, 'password')}
        />
        <Button type="submit" kind="primary" wide busy={busy} disabled={fault?.until !== undefined}>
          Sign in
        </Button>
      </Form>
    </div>
  )
}
