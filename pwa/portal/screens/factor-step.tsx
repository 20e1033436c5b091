import { useState } from 'preact/hooks'
import type { Method } from '../../../schema/api/factor.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { Title } from '../../ui/page.tsx'
import type { Fault } from '../../state/fault.ts'
import { RecoveryField } from '../../ui/recovery-field.tsx'
import { WayAroundSuspension } from '../../ui/suspended.tsx'
import { TrustChoice } from './trust-choice.tsx'

type FactorStepProps = {
  methods: readonly Method[]
  /** For how long this browser may be trusted; null where it may not. */
  trustDays: number | null
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  onSubmit: (method: Method, code: string, trust: boolean) => void
  onStartOver: () => void
}

const titles: Record<Method, { title: string; lead: string }> = {
  totp: {
    title: 'Enter your code',
    lead: 'Open your authenticator app and enter the code it shows.',
  },
  recovery: {
    title: 'Use a recovery code',
    lead: 'For when your authenticator is out of reach.',
  },
}

const others: Record<Method, string> = {
  totp: 'Use your authenticator app',
  recovery: 'Use a recovery code instead',
}

export const FactorStep = (props: FactorStepProps) => {
  const { methods, trustDays, busy, fault } = props
  const [method, setMethod] = useState<Method>(methods[0] ?? 'totp')
  const [code, setCode] = useState('')
  const [trust, setTrust] = useState(false)
  const turnTo = (next: Method) => {
    setCode('')
    props.onFaultOver()
    setMethod(next)
  }
  const field = { name: 'code', value: code, onValue: setCode, initialFocus: true }
  const { title, lead } = titles[method]
  return (
    <div class="stack stack--wide">
      <Title lead={lead}>{title}</Title>
      <Form
        error={fault && { field: 'code' }}
        onSubmit={() => code && props.onSubmit(method, code, trust)}
      >
        <FaultNotice fault={fault} fields={['code']} onOver={props.onFaultOver}>
          <WayAroundSuspension {...{ fault, methods }} onRecovery={() => turnTo('recovery')} />
        </FaultNotice>
        <CodeOrRecovery method={method} field={field} fault={fault} />
        {trustDays !== null && method !== 'recovery' && (
          <TrustChoice days={trustDays} checked={trust} onChecked={setTrust} />
        )}
        <Button
          type="submit"
          kind="primary"
          wide
          busy={busy}
          disabled={code === '' || fault?.until !== undefined}
        >
          Continue
        </Button>
      </Form>
      <div class="row row--between">
        {methods
          .filter((other) => other !== method)
          .map((other) => (
            <TextButton key={other} onClick={() => turnTo(other)}>
              {others[other]}
            </TextButton>
          ))}
        <TextButton onClick={props.onStartOver}>Sign in as someone else</TextButton>
      </div>
    </div>
  )
}

type CodeOrRecoveryProps = {
  method: Method
  field: { name: string; value: string; onValue: (value: string) => void; initialFocus: boolean }
  fault: Fault | null
}

const CodeOrRecovery = ({ method, field, fault }: CodeOrRecoveryProps) => {
  const error = fault?.field === 'code' ? fault.text : undefined
  if (method === 'recovery') return <RecoveryField {...field} error={error} />
  return <CodeField {...field} label="Code" error={error} />
}
