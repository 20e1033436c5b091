import { useEffect, useState } from 'preact/hooks'
import type { Provisioning } from '../../../schema/api/account.ts'
import { errorAt } from '../../state/fault.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button, TextButton } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { shownWait } from '../../ui/wait.ts'
import { Grouped, Scannable } from '../enroll/key.tsx'
import type { ProvisioningModel } from '../state/provisioning.ts'
import './provisioning.css'

type Shown = Provisioning & { picture: string }

/** Whole seconds until then, counted down; 0 for ever after. */
const useSecondsLeft = (until: number): number => {
  const left = () => Math.max(0, Math.ceil(until - Date.now() / 1000))
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds(left())
      if (left() > 0) return
      clearInterval(timer)
      announce('The activation code has expired')
    }, 500)
    return () => clearInterval(timer)
  }, [until])
  return seconds
}

type ShownTokenProps = {
  model: ProvisioningModel
  token: Shown
  username: string
  onCode: (code: string) => void
  onHide: () => void
}

/** The token while it can be fetched, then the word that it cannot any more. */
export const ShownToken = (props: ShownTokenProps) => {
  const left = useSecondsLeft(props.token.expiresAt)
  useEffect(() => announce('The token is below: a QR code and an activation code'), [])
  if (left === 0)
    return (
      <Notice kind="warning" title="This token has expired">
        <p>Nothing has changed: what you had before still works.</p>
      </Notice>
    )
  return (
    <div class="provisioning">
      <ol class="enroll">
        <li class="enroll__step">
          <h3>Add it to your authenticator</h3>
          <Handover {...props} left={left} />
        </li>
        <li class="enroll__step">
          <h3>Enter the first code that it shows</h3>
          <FirstCode {...props} />
        </li>
      </ol>
      <p class="provisioning__end">
        <TextButton onClick={props.onHide}>Not now: keep what I have</TextButton>
      </p>
    </div>
  )
}

const Handover = ({ token, username, left }: ShownTokenProps & { left: number }) => (
  <Scannable picture={token.picture}>
    <p>
      <span class="provisioning__way">Scan the QR code</span>, or choose{' '}
      <span class="provisioning__way">Activation code</span> in the{' '}
      <a href="/authenticator/#add/activate" target="_blank" rel="noopener">
        Latchkey authenticator
      </a>{' '}
      and type:
    </p>
    <dl class="provisioning__facts">
      <dt>Username</dt>
      <dd>{username}</dd>
      <dt>Code</dt>
      <dd>
        <Grouped text={token.activationCode} />
      </dd>
    </dl>
    <CopyButton text={token.activationCode} label="Copy code" />
    <p class="muted">
      The activation code works once. It expires in{' '}
      <span class="notice__clock">{shownWait(left)}</span>.
    </p>
  </Scannable>
)

const FirstCode = ({ model: { confirming }, onCode }: ShownTokenProps) => {
  const [code, setCode] = useState('')
  const fault = confirming.fault.value
  const off = code === '' || fault?.until !== undefined
  return (
    <Form error={fault} errorField="code" onSubmit={() => off || onCode(code)}>
      <FaultNotice fault={fault} fields={['code']} onOver={confirming.forget} />
      <CodeField
        label="Code from your authenticator"
        name="code"
        value={code}
        onValue={setCode}
        error={errorAt(fault, 'code')}
      />
      <Button
        type="submit"
        kind="primary"
        wide
        busy={confirming.busy.value !== null}
        disabled={off}
      >
        Turn on
      </Button>
    </Form>
  )
}
