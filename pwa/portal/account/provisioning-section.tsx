import { useModel } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Section } from '../../ui/section.tsx'
import { StepUp } from '../../ui/step-up.tsx'
import type { FactorsModel } from '../state/factors.ts'
import { ProvisioningModel } from '../state/provisioning.ts'
import { ShownToken } from './shown-token.tsx'

type ProvisioningSectionProps = { factors: FactorsModel; username: string }

/** 2FA provisioning: the token that I hand to my own authenticator. */
export const ProvisioningSection = ({ factors, username }: ProvisioningSectionProps) => {
  const model = useModel(ProvisioningModel)
  const state = factors.list.state.value
  const own = state.kind !== 'ready' || state.value.selfEnrollment
  const shown = model.token.value
  const section = useRef<HTMLDivElement>(null)
  // What had the focus goes away with the token: it is back where that began.
  const hide = () => {
    model.hide()
    section.current?.querySelector('button')?.focus()
  }
  const confirm = async (code: string) => {
    if (!(await model.confirm(code))) return
    hide()
    const first = state.kind === 'ready' && state.value.recoveryCodesLeft === 0
    await factors.list.load()
    if (first) await factors.firstCodes()
  }
  return (
    <div ref={section}>
      <Section
        title="Token for your authenticator"
        lead={
          own
            ? 'Set up your authenticator by QR code, or by a code that you type. A new token replaces the former once its first code is right.'
            : 'Your organization manages your token. If you need a new one, ask an administrator.'
        }
        action={
          own && (
            <Button
              small
              busy={model.making.busy.value !== null}
              onClick={() => void model.generate()}
            >
              {shown ? 'Generate new one' : 'Generate a token'}
            </Button>
          )
        }
      >
        {(shown || model.making.fault.value || model.stepUp.asked.value) && (
          <>
            <FaultNotice fault={model.making.fault.value} onOver={model.making.forget} />
            {shown && (
              <ShownToken
                key={shown.id}
                model={model}
                token={shown}
                username={username}
                onCode={(code) => void confirm(code)}
                onHide={hide}
              />
            )}
            <StepUp model={model.stepUp} />
          </>
        )}
      </Section>
    </div>
  )
}
