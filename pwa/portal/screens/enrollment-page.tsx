import { Button, TextButton } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Title } from '../../ui/page.tsx'
import { Loading } from '../../ui/spinner.tsx'
import type { EnrollmentState } from '../state/enrollment.ts'
import { EnrollmentForm } from './enrollment-step.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type EnrollmentPageProps = {
  enrollment: EnrollmentState
  /** For how long this browser may be trusted; null where it may not. */
  trustDays: number | null
  onStart: () => void
  onConfirm: (code: string, trust: boolean) => void
  onDone: () => void
  onStartOver: () => void
}

/** Enrolling during a sign-in, as steps of the same card. */
export const EnrollmentPage = (props: EnrollmentPageProps) => {
  const { enrollment, trustDays, onStart, onConfirm, onDone, onStartOver } = props
  const step = enrollment.step.value
  if (step.kind === 'codes') {
    return (
      <div class="stack stack--wide">
        <Title lead="Your second factor is on. Keep these somewhere safe: if you lose your device, one of them lets you in. They are shown only now.">
          Save your recovery codes
        </Title>
        <RecoveryCodes codes={step.codes} onDone={onDone} />
      </div>
    )
  }
  if (step.kind === 'confirmed') return <CodesOnTheirWay {...props} />
  return (
    <div class="stack stack--wide">
      <Title lead="Your account needs a second factor, so that a stolen password is not enough.">
        Set up two-step sign-in
      </Title>
      {step.kind === 'starting' && <Loading />}
      {step.kind === 'failed' && (
        <>
          <FaultNotice fault={step.fault} onOver={onStart} />
          <Button onClick={onStart}>Try again</Button>
        </>
      )}
      {step.kind === 'scanning' && (
        <EnrollmentForm
          secret={step.secret}
          picture={step.picture}
          trustDays={trustDays}
          busy={enrollment.change.busy.value !== null}
          fault={enrollment.change.fault.value}
          onFaultOver={enrollment.change.forget}
          onConfirm={onConfirm}
        />
      )}
      <p>
        <TextButton onClick={onStartOver}>Sign in as someone else</TextButton>
      </p>
    </div>
  )
}

/** Signed in already: where the codes do not come, that must not hold anybody up. */
const CodesOnTheirWay = ({ enrollment, onDone }: EnrollmentPageProps) => {
  const fault = enrollment.change.fault.value
  if (!fault) return <Loading label="Making your recovery codes…" />
  return (
    <div class="stack stack--wide">
      <Title lead="Your second factor is on, but your recovery codes could not be made.">
        Almost done
      </Title>
      <FaultNotice fault={fault} onOver={enrollment.change.forget} />
      <div class="row">
        <Button kind="primary" onClick={() => void enrollment.drawCodes()}>
          Try again
        </Button>
        <Button onClick={onDone}>Later, in my account</Button>
      </div>
    </div>
  )
}
