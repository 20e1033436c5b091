import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { later } from '../../ui/later.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { FocusPage } from '../../ui/focus-page.tsx'
import { Title } from '../../ui/title.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { SignInModel } from '../state/sign-in.ts'
import { FactorStep } from './factor-step.tsx'
import { NotAccepted } from './not-accepted.tsx'
import { PasswordStep } from './password-step.tsx'
import { TicketStep } from './ticket-step.tsx'

const EnrollmentPage = later(async () => (await import('./enrollment-page.tsx')).EnrollmentPage)

const PasskeyOffer = later(async () => (await import('./passkey-offer.tsx')).PasskeyOffer)

/** `/`: the steps of signing in. */
export const SignIn = () => {
  const model = useModel(SignInModel)
  const { opening } = model
  useEffect(() => void opening.load(), [])
  const state = opening.state.value
  return (
    <FocusPage wide={model.step.value.kind === 'enrollment'}>
      <div class="stack stack--wide">
        {state.kind === 'failed' && <Title>Sign in</Title>}
        <Loaded state={state} onRetry={() => void opening.load()}>
          {() => <Step model={model} />}
        </Loaded>
      </div>
    </FocusPage>
  )
}

const Step = ({ model }: { model: SignInModel }) => {
  const step = model.step.value
  const { busy, fault, forget } = model.change
  const common = { busy: busy.value !== null, fault: fault.value, onFaultOver: forget }
  switch (step.kind) {
    case 'leaving':
      return <Loading label="Signing you in…" />
    case 'setup-needed':
      return <SetupNeeded />
    case 'password':
      return (
        <PasswordStep
          {...common}
          busy={busy.value}
          note={step.note}
          bound={model.bound.value}
          autofill={model.autofill}
          onSubmit={(typed) => void model.submitPassword(typed)}
          onPasskey={() => void model.submitPasskey(false)}
        />
      )
    case 'not-accepted':
      return <NotAccepted onStartOver={() => void model.startOver()} />
    case 'ticket':
      return (
        <TicketStep
          change={model.ticketChange}
          onSubmit={(ticket) => void model.submitTicket(ticket)}
          onStartOver={() => void model.startOver()}
        />
      )
    case 'factor':
      return (
        <FactorStep
          {...common}
          methods={step.methods}
          trustDays={step.trustDays}
          onSubmit={(proof, trust) => void model.submitFactor(proof, trust)}
          onPasskey={(trust) => void model.submitPasskey(trust)}
          onTurn={model.turn}
          onStartOver={() => void model.startOver()}
        />
      )
    case 'offer':
      return <PasskeyOffer session={step.session} onDone={() => void model.finish()} />
    case 'enrollment':
      return (
        <EnrollmentPage
          enrollment={model.enrollment}
          trustDays={step.trustDays}
          methods={step.methods}
          onChoose={(methods) => void model.startEnrollment(methods)}
          onProof={(proof) => void model.confirmEnrollment(proof)}
          onDone={() => void model.finish()}
          onStartOver={() => void model.startOver()}
        />
      )
  }
}

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
