import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { AuthorizationAnswer, InvalidReason } from '../../../schema/api/authorization.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { FocusPage } from '../../ui/focus-page.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Title } from '../../ui/title.tsx'
import { AuthorizationModel } from '../state/authorization.ts'
import { Consent, Denied, Enroll, Proof } from './authorize-steps.tsx'

/** `/authorize`: on the way into an application. */
export const Authorize = () => {
  const model = useModel(AuthorizationModel)
  useEffect(() => void model.state.load(), [])
  return (
    <FocusPage>
      <Loaded state={model.state.state.value} onRetry={() => void model.state.load()}>
        {(said) => (
          <div class="stack stack--wide">
            <Step said={said} model={model} />
            <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
          </div>
        )}
      </Loaded>
    </FocusPage>
  )
}

const Step = ({ said, model }: { said: AuthorizationAnswer; model: AuthorizationModel }) => {
  switch (said.status) {
    case 'redirect':
      return (
        <>
          <Loading label="Taking you there…" />
          <p class="muted">Once the application has opened, you can close this page.</p>
        </>
      )
    case 'sign-in':
    case 'password-change':
      return <Loading />
    case 'step-up':
      return <Proof said={said} model={model} />
    case 'enroll':
      return <Enroll said={said} model={model} />
    case 'consent':
      return <Consent said={said} model={model} />
    case 'denied':
      return <Denied said={said} model={model} />
    case 'invalid':
      return <Invalid reason={said.reason} />
  }
}

/** What the application did wrong is for whoever runs it; the person can only go back. */
const reasons: Record<InvalidReason, string> = {
  'unknown-application':
    'The application that sent you here is not known to us, or it was switched off.',
  'bad-return-address': 'The application wants you back at an address that it has not registered.',
  'bad-request': 'The application that sent you here asked for something that we do not do.',
  expired: 'What the application asked for has run out, or was used already.',
}

const Invalid = ({ reason }: { reason: InvalidReason }) => (
  <>
    <Title lead={reasons[reason]}>This link does not work</Title>
    <p>Go back to the application and try again. If that does not help, tell who runs it.</p>
    <ButtonLink kind="primary" wide href="/">
      Go to Latchkey
    </ButtonLink>
  </>
)
