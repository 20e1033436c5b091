import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { CodeMethod, Method } from '../../schema/api/factor.ts'
import type { Fault } from '../state/fault.ts'
import type { StepUpModel } from '../state/step-up.ts'
import { Button, TextButton } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FaultNotice } from './fault-notice.tsx'
import { Form } from './form.tsx'
import { isIncomplete, oneCode, sentCode, type TypedCode } from './code-pair.tsx'
import { codeLooks, methodLooks } from './method.tsx'
import { PasswordField } from './password-field.tsx'
import { ProofField, saidOf } from './proof-field.tsx'
import { WayAroundSuspension } from './suspended.tsx'

/** Asks who is there, while the model asks. One of them stands on each page that guards something. */
export const StepUp = ({ model }: { model: StepUpModel }) => {
  const asked = model.asked.value
  return asked && <StepUpDialog model={model} methods={asked.methods} />
}

type Way = Method | 'password'
type StepUpDialogProps = { model: StepUpModel; methods: readonly Method[] }

const StepUpDialog = ({ model, methods }: StepUpDialogProps) => (
  <Dialog title="Confirm it is you" onClose={model.cancel}>
    <p class="muted">This changes how people sign in, so we ask once more.</p>
    <StepUpForm model={model} methods={methods}>
      {(confirm) => (
        <div class="dialog__actions">
          <Button onClick={model.cancel}>Cancel</Button>
          {confirm}
        </div>
      )}
    </StepUpForm>
  </Dialog>
)

type StepUpFormProps = StepUpDialogProps & {
  wide?: boolean
  /** What stands below, around the button that confirms. */
  children: (confirm: ComponentChildren) => ComponentChildren
}

/** Asks for the first of the proofs that the person has; without any factor, for the password. */
export const StepUpForm = ({ model, methods, wide = false, children }: StepUpFormProps) => {
  const fault = model.change.fault.value
  const [method, setMethod] = useState<Way>(methods[0] ?? 'password')
  const [typed, setTyped] = useState(oneCode)
  const turnTo = (next: Method) => {
    setTyped(oneCode)
    model.turn()
    setMethod(next)
  }
  const submit = () => {
    if (method === 'passkey') void model.submitPasskey()
    else if (method === 'password') void model.submit({ method, password: typed.code })
    else void model.submit({ method, ...sentCode(typed) })
  }
  return (
    <Form onSubmit={submit} error={fault} errorField="proof">
      <FaultNotice fault={saidOf(fault, typed)} onOver={model.change.forget}>
        <WayAroundSuspension {...{ fault, methods }} onRecovery={() => turnTo('recovery')} />
      </FaultNotice>
      {method === 'passkey' ? (
        <p class="muted">{methodLooks.passkey.lead}</p>
      ) : (
        <TypedProof
          key={method}
          {...{ method, fault, typed }}
          onTyped={setTyped}
          onFaultOver={model.change.forget}
        />
      )}
      {methods
        .filter((other) => other !== method)
        .map((other) => (
          <p key={other}>
            <TextButton onClick={() => turnTo(other)}>{methodLooks[other].use}</TextButton>
          </p>
        ))}
      {children(
        <Button
          type="submit"
          kind="primary"
          wide={wide}
          busy={model.change.busy.value !== null}
          disabled={(method !== 'passkey' && isIncomplete(typed)) || fault?.until !== undefined}
        >
          {method === 'passkey' ? methodLooks.passkey.title : 'Confirm'}
        </Button>,
      )}
    </Form>
  )
}

type TypedProofProps = {
  method: CodeMethod | 'password'
  typed: TypedCode
  onTyped: (typed: TypedCode) => void
  fault: Fault | null
  onFaultOver: () => void
}

const TypedProof = ({ method, ...props }: TypedProofProps) => {
  const field = { name: 'proof', initialFocus: true }
  if (method !== 'password')
    return <ProofField {...field} {...props} method={method} hint={codeLooks[method].hint} />
  return (
    <PasswordField
      {...field}
      label="Password"
      autoComplete="current-password"
      value={props.typed.code}
      onValue={(code) => props.onTyped({ code, nextCode: null })}
    />
  )
}
