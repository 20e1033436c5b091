import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import type { Fault } from '../../state/fault.ts'
import type { Note } from '../state/note.ts'
import { type Credentials, credentialFields, CredentialFields } from './credential-fields.tsx'

type PasswordStepProps = {
  note: Note | null
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  onSubmit: (typed: Credentials) => void
}

/** What is missing is said before anything is sent; the Worker would only say the same. */
const missing = ({ username, password }: Credentials): Fault | null => {
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
  const [typed, setTyped] = useState({ username: '', password: '' })
  const [gap, setGap] = useState<Fault | null>(null)
  const shown = gap ?? fault
  const submit = () => {
    const found = missing(typed)
    setGap(found)
    if (!found) onSubmit(typed)
  }
  return (
    <div class="stack stack--wide">
      <Title>Sign in</Title>
      {note && !shown && <Notice kind={note.kind}>{note.text}</Notice>}
      <Form onSubmit={submit} error={focusAfter(shown)}>
        <FaultNotice fault={shown} fields={credentialFields} onOver={onFaultOver} />
        <CredentialFields
          typed={typed}
          onTyped={setTyped}
          fault={shown}
          password="current-password"
        />
        <Button type="submit" kind="primary" wide busy={busy} disabled={fault?.until !== undefined}>
          Sign in
        </Button>
      </Form>
      <p>
        <a href="/reset">I have a code to set a new password</a>
      </p>
    </div>
  )
}
