import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { later } from '../../ui/later.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FocusPage, Title } from '../../ui/page.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { SignInModel } from '../state/sign-in.ts'
import { FactorStep } from './factor-step.tsx'
import { PasswordStep } from './password-step.tsx'

const EnrollmentPage = later(async () => (await import('./enrollment-page.tsx')).EnrollmentPage)

/** `/`: the steps of signing in. */
export const SignIn = () => {
  const model = useModel(SignInModel)
  useEffect(() => void model.begin(), [])
  const wide = model.step.value.kind === 'enrollment'
  return (
    <FocusPage wide={wide}>
      <Step model={model} />
    </FocusPage>
  )
}

const Step = ({ model }: { model: InstanceType<typeof SignInModel> }) => {
  const step = model.step.value
  const { busy, fault, forget } = model.change
  const common = { busy: busy.value !== null, fault: fault.value, onFaultOver: forget }
  switch (step.kind) {
    case 'loading':
      return <Loading />
    case 'leaving':
      return <Loading label="Signing you in…" />
    case 'failed':
      return <Unreachable text={step.fault.text} onRetry={() => void model.begin()} />
    case 'setup-needed':
      return <SetupNeeded />
    case 'password':
      return (
        <PasswordStep
          {...common}
          note={step.note}
          onSubmit={(typed) => void model.submitPassword(typed)}
        />
      )
    case 'factor':
      return (
        <FactorStep
          {...common}
          methods={step.methods}
          trustDays={step.trustDays}
          onSubmit={(method, code, trust) => void model.submitFactor(method, code, trust)}
          onStartOver={() => void model.startOver()}
        />
      )
    case 'enrollment':
      return (
        <EnrollmentPage
          enrollment={model.enrollment}
          trustDays={step.trustDays}
          onStart={() => void model.startEnrollment()}
          onConfirm={(code, trust) => void model.confirmEnrollment(code, trust)}
          onDone={() => void model.finish()}
          onStartOver={() => void model.startOver()}
        />
      )
  }
}

const Unreachable = ({ text, onRetry }: { text: string; onRetry: () => void }) => (
  <div class="stack stack--wide">
    <Title>Sign in</Title>
    <Notice kind="error">{text}</Notice>
    <Button kind="primary" wide onClick={onRetry}>
      Try again
    </Button>
  </div>
)

const SetupNeeded = () => (
  <div class="stack stack--wide">
    <Title lead="This installation is new and has no administrator yet.">
      Latchkey is not set up yet
    </Title>
    <p class="muted">
      Open the one-time set-up link that the server printed when it first started. It begins with{' '}
      <strong>{location.origin}/setup</strong>.
    </p>
  </div>
)
