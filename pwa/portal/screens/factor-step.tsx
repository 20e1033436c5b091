import { useState } from 'preact/hooks'
import type { Method } from '../../../schema/api/factor.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { methodLooks } from '../../ui/method.tsx'
import { Title } from '../../ui/title.tsx'
import { errorAt, type Fault } from '../../state/fault.ts'
import { WayAroundSuspension } from '../../ui/suspended.tsx'
import { TrustChoice } from './trust-choice.tsx'
import './factor-step.css'

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
  const { title, lead, Field, trusts } = methodLooks[method]
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
        <Field
          key={method}
          name="code"
          value={code}
          onValue={setCode}
          error={errorAt(fault, 'code')}
          initialFocus
        />
        {trustDays !== null && trusts && (
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
      <div class="other-ways">
        {methods
          .filter((other) => other !== method)
          .map((other) => (
            <TextButton key={other} onClick={() => turnTo(other)}>
              {methodLooks[other].use}
            </TextButton>
          ))}
        <TextButton onClick={props.onStartOver}>Sign in as someone else</TextButton>
      </div>
    </div>
  )
}
