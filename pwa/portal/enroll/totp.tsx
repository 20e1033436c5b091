import { useState } from 'preact/hooks'
import { answer, api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { errorAt } from '../../state/fault.ts'
import { TrustChoice } from '../screens/trust-choice.tsx'
import { Key, pictureOf } from './key.tsx'
import type { Way, WayFormProps } from './way.ts'
import './totp.css'

/** An authenticator app: a key to scan or type, then one code from it. */
export const totp: Way = {
  async start() {
    const { id, secret, uri } = await answer(api.factors.totp.$post({ json: {} }))
    const picture = await pictureOf(uri)
    const confirm = (code: string, trust: boolean) => () =>
      answer(api.factors.totp[':id'].confirm.$post({ param: { id }, json: { code, trust } }))
    return ({ onProof, ...form }) => (
      <TotpForm
        {...form}
        secret={secret}
        picture={picture}
        onCode={(code, trust) => onProof(confirm(code, trust))}
      />
    )
  },
}

type TotpFormProps = Omit<WayFormProps, 'onProof'> & {
  secret: string
  /** The QR code as a data: URL. */
  picture: string
  onCode: (code: string, trust: boolean) => void
}

/** Key and QR code, then one code as proof that they arrived. */
const TotpForm = (props: TotpFormProps) => (
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
      <CodeForm {...props} />
    </li>
  </ol>
)

const CodeForm = ({ trustDays, busy, fault, onFaultOver, onCode }: TotpFormProps) => {
  const [code, setCode] = useState('')
  const [trust, setTrust] = useState(false)
  const off = code === '' || fault?.until !== undefined
  return (
    <Form error={fault} errorField="code" onSubmit={() => off || onCode(code, trust)}>
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
