import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import type { Fault } from '../../state/fault.ts'
import type { Note } from '../state/note.ts'
import { type Credentials, credentialFields, CredentialFields } from './credential-fields.tsx'
import './password-step.css'

type PasswordStepProps = {
  note: Note | null
  /** The application that asks who one is, and whom it expects. */
  bound: { application: string; loginHint: string | null } | null
  /** Which of the ways is under way. */
  busy: string | null
  fault: Fault | null
  onFaultOver: () => void
  onSubmit: (typed: Credentials) => void
  onPasskey: () => void
  /** Passkeys among what the browser proposes for the username, while this is on the screen. */
  autofill: { start: () => void; stop: () => void }
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
const focusAfter = (fault: Fault | null): string | undefined =>
  fault?.code === 'invalid_credentials' ? 'password' : undefined

export const PasswordStep = (props: PasswordStepProps) => {
  const { note, bound, busy, fault, onFaultOver, onSubmit, autofill } = props
  const [typed, setTyped] = useState({ username: bound?.loginHint ?? '', password: '' })
  const [gap, setGap] = useState<Fault | null>(null)
  const shown = gap ?? fault
  useEffect(() => {
    autofill.start()
    return autofill.stop
  }, [])
  const askPasskey = () => {
    setGap(null)
    props.onPasskey()
  }
  const submit = () => {
    const found = missing(typed)
    setGap(found)
    if (!found) onSubmit(typed)
  }
  return (
    <div class="stack stack--wide">
      <Title lead={bound && `to continue to ${bound.application}`}>Sign in</Title>
      {note && !shown && <Notice kind={note.kind}>{note.text}</Notice>}
      <Form onSubmit={submit} error={shown} errorField={focusAfter(shown)}>
        <FaultNotice fault={shown} fields={credentialFields} onOver={onFaultOver} />
        <CredentialFields
          typed={typed}
          onTyped={setTyped}
          fault={shown}
          password="current-password"
          passkeys
        />
        <Button
          type="submit"
          kind="primary"
          wide
          busy={busy !== null && busy !== 'passkey'}
          disabled={fault?.until !== undefined}
        >
          Sign in
        </Button>
      </Form>
      <div class="or">or</div>
      <Button wide busy={busy === 'passkey'} onClick={askPasskey}>
        {busy !== 'passkey' && <PasskeyIcon />}
        Sign in with a passkey
      </Button>
      <p>
        <a href="/reset">I have a code to set a new password</a>
      </p>
    </div>
  )
}
