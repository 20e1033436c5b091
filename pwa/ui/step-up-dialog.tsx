import { useState } from 'preact/hooks'
import type { Method } from '../../schema/api/factor.ts'
import { Button, TextButton } from './button.tsx'
import { CodeField } from './code-field.tsx'
import { Dialog } from './dialog.tsx'
import { FaultNotice } from './fault-notice.tsx'
import { Form } from './form.tsx'
import { PasswordField } from './password-field.tsx'
import type { Fault } from '../state/fault.ts'
import { RecoveryField } from './recovery-field.tsx'
import { WayAroundSuspension } from './suspended.tsx'
import type { Proof } from '../state/step-up.ts'

type StepUpDialogProps = {
  methods: readonly Method[]
  fault: Fault | null
  busy: boolean
  onFaultOver: () => void
  onProof: (proof: Proof) => void
  onClose: () => void
}

/** Asks for the strongest proof that the person has; without any factor, for the password. */
export const StepUpDialog = (props: StepUpDialogProps) => {
  const { methods, fault, busy, onProof, onClose } = props
  const [method, setMethod] = useState<Proof['method']>(methods[0] ?? 'password')
  const [text, setText] = useState('')
  const change = (next: Method) => {
    setText('')
    props.onFaultOver()
    setMethod(next)
  }
  const submit = () =>
    onProof(method === 'password' ? { method, password: text } : { method, code: text })
  return (
    <Dialog title="Confirm it is you" onClose={onClose}>
      <p class="muted">This changes how people sign in, so we ask once more.</p>
      <Form onSubmit={submit} error={fault && { field: 'proof' }}>
        <FaultNotice fault={fault} onOver={props.onFaultOver}>
          <WayAroundSuspension {...{ fault, methods }} onRecovery={() => change('recovery')} />
        </FaultNotice>
        <ProofField key={method} method={method} value={text} onValue={setText} />
        {methods.includes('totp') && methods.includes('recovery') && (
          <p>
            {method === 'recovery' ? (
              <TextButton onClick={() => change('totp')}>Use your authenticator app</TextButton>
            ) : (
              <TextButton onClick={() => change('recovery')}>Use a recovery code</TextButton>
            )}
          </p>
        )}
        <div class="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            disabled={text === '' || fault?.until !== undefined}
          >
            Confirm
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

type ProofFieldProps = { method: Proof['method']; value: string; onValue: (value: string) => void }

const ProofField = ({ method, ...rest }: ProofFieldProps) => {
  const field = { ...rest, name: 'proof', initialFocus: true }
  switch (method) {
    case 'password':
      return <PasswordField {...field} label="Password" autoComplete="current-password" />
    case 'recovery':
      return <RecoveryField {...field} />
    case 'totp':
      return <CodeField {...field} label="Code" hint="From your authenticator app." />
  }
}
