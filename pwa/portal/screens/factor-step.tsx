import { useEffect, useState } from 'preact/hooks'
import type { CodeMethod, Method } from '../../../schema/api/factor.ts'
import { Button, TextButton } from '../../ui/button.tsx'
import { isIncomplete, oneCode, sentCode } from '../../ui/code-pair.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon } from '../../ui/icons.tsx'
import { methodLooks } from '../../ui/method.tsx'
import { ProofField, saidOf } from '../../ui/proof-field.tsx'
import { Title } from '../../ui/title.tsx'
import { easiestFirst } from '../../state/easiest.ts'
import type { Fault } from '../../state/fault.ts'
import { passkeyHindrance, preparePasskeys } from '../../state/passkey.ts'
import type { CodeProof as TypedProof } from '../../state/step-up.ts'
import { WayAroundSuspension } from '../../ui/suspended.tsx'
import { PasskeyHindrance } from './passkey-hindrance.tsx'
import { TrustChoice } from './trust-choice.tsx'
import './factor-step.css'

type FactorStepProps = {
  methods: readonly Method[]
  /** For how long this browser may be trusted; null where it may not. */
  trustDays: number | null
  busy: boolean
  fault: Fault | null
  onFaultOver: () => void
  onSubmit: (proof: TypedProof, trust: boolean) => void
  onPasskey: (trust: boolean) => void
  /** Another way is taken: whatever is still being asked is over. */
  onTurn: () => void
  onStartOver: () => void
}

/** The proof beyond the password: the easiest that this person has, and a way to each of the others. */
export const FactorStep = (props: FactorStepProps) => {
  const { methods, trustDays } = props
  const [method, setMethod] = useState(() => easiestFirst(methods)[0] ?? 'totp')
  const [trust, setTrust] = useState(false)
  const turnTo = (next: Method) => {
    props.onTurn()
    setMethod(next)
  }
  const { title, lead, trusts } = methodLooks[method]
  const proof = {
    ...props,
    trust,
    onRecovery: () => turnTo('recovery'),
    trustChoice: trustDays !== null && trusts && (
      <TrustChoice days={trustDays} checked={trust} onChecked={setTrust} />
    ),
  }
  return (
    <div class="stack stack--wide">
      <Title lead={lead}>{title}</Title>
      {method === 'passkey' ? (
        <PasskeyProof {...proof} />
      ) : (
        <CodeProof key={method} {...proof} method={method} />
      )}
      <div class="other-ways" role="group" aria-label="Other ways">
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

type ProofProps = Omit<FactorStepProps, 'trustDays' | 'onTurn' | 'onStartOver'> & {
  trust: boolean
  trustChoice: ReturnType<typeof TrustChoice> | false
  onRecovery: () => void
}

const PasskeyProof = ({ busy, fault, trust, trustChoice, ...on }: ProofProps) => {
  useEffect(preparePasskeys, [])
  const hindrance = passkeyHindrance()
  if (hindrance) return <PasskeyHindrance reason={hindrance} />
  const off = fault?.until !== undefined
  return (
    <Form onSubmit={() => off || on.onPasskey(trust)}>
      <FaultNotice fault={fault} onOver={on.onFaultOver} />
      {trustChoice}
      <Button type="submit" kind="primary" wide busy={busy} disabled={off}>
        {!busy && <PasskeyIcon />}
        {fault ? 'Try again' : 'Continue with passkey'}
      </Button>
    </Form>
  )
}

const CodeProof = ({ method, ...props }: ProofProps & { method: CodeMethod }) => {
  const { methods, busy, fault, trust, trustChoice, onRecovery } = props
  const [typed, setTyped] = useState(oneCode)
  const off = isIncomplete(typed) || fault?.until !== undefined
  return (
    <Form
      error={fault}
      errorField="code"
      onSubmit={() => off || props.onSubmit({ method, ...sentCode(typed) }, trust)}
    >
      <FaultNotice fault={saidOf(fault, typed)} fields={['code']} onOver={props.onFaultOver}>
        <WayAroundSuspension {...{ fault, methods, onRecovery }} />
      </FaultNotice>
      <ProofField
        name="code"
        method={method}
        typed={typed}
        onTyped={setTyped}
        fault={fault}
        onFaultOver={props.onFaultOver}
        initialFocus
      />
      {trustChoice}
      <Button type="submit" kind="primary" wide busy={busy} disabled={off}>
        Continue
      </Button>
    </Form>
  )
}
