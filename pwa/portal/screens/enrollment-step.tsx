import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { errorAt, type Fault } from '../../state/fault.ts'
import { TrustChoice } from './trust-choice.tsx'
import './enrollment-step.css'

type EnrollmentFormProps = {
  secret: string
  /** The QR code as a data: URL. */
  picture: string
  /** For how long this browser may be trusted; null where it may not. */
  trustDays: number | null
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  onConfirm: (code: string, trust: boolean) => void
}

/** Key and QR code, then one code as proof that they arrived. */
export const EnrollmentForm = (props: EnrollmentFormProps) => (
  <ol class="enroll">
    <li class="enroll__step">
      <h2>Get an authenticator app</h2>
      <p class="muted">
        Any authenticator app works. Ours runs in your phone’s browser, also offline:{' '}
        <a href="/authenticator/" target="_blank" rel="noopener">
          Get the Latchkey authenticator
        </a>
        .
      </p>
    </li>
    <li class="enroll__step">
      <h2>Scan this QR code with it</h2>
      <Key secret={props.secret} picture={props.picture} />
    </li>
    <li class="enroll__step">
      <h2>Enter the code that it shows</h2>
      <ProofForm {...props} />
    </li>
  </ol>
)

const ProofForm = ({ trustDays, busy, fault, onFaultOver, onConfirm }: EnrollmentFormProps) => {
  const [code, setCode] = useState('')
  const [trust, setTrust] = useState(false)
  const off = code === '' || fault?.until !== undefined
  return (
    <Form error={fault && { field: 'code' }} onSubmit={() => code && onConfirm(code, trust)}>
      <FaultNotice fault={fault} fields={['code']} onOver={onFaultOver} />
      <CodeField
        label="Code"
        name="code"
        value={code}
        onValue={setCode}
        error={errorAt(fault, 'code')}
      />
      {trustDays !== null && <TrustChoice days={trustDays} checked={trust} onChecked={setTrust} />}
      <Button type="submit" kind="primary" wide busy={busy} disabled={off}>
        Turn on
      </Button>
    </Form>
  )
}

const Key = ({ secret, picture }: { secret: string; picture: string }) => (
  <div class="enroll__key">
    <img class="enroll__qr" src={picture} width={208} height={208} alt="QR code with your key" />
    <div class="enroll__manual">
      <p class="muted">Cannot scan? Type this key into the app:</p>
      <p class="enroll__secret">
        {(secret.match(/.{1,4}/g) ?? []).map((group, index) => (
          <span key={index}>{group} </span>
        ))}
      </p>
      <CopyButton text={secret} label="Copy key" />
    </div>
  </div>
)
