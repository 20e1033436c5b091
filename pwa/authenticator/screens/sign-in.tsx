import { useModel } from '@preact/signals'
import type { Session } from '../../../schema/api/session.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { registeredOf } from '../state/bound-token.ts'
import { language, words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { OnlineModel } from '../state/online.ts'
import { linkTo } from '../state/route.ts'
import { DeviceList } from './device-list.tsx'
import { OnlineSteps } from './online-steps.tsx'
import { Shell } from './shell.tsx'

const timed = (at: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at * 1000)

/** A first factor is due: this device can be it, or the account page leads on. */
export const Enrollment = ({ mayRegister }: { mayRegister: boolean }) => {
  const t = words('register')
  return (
    <>
      <Title lead={mayRegister ? t.enrollLead : t.enrollElsewhere}>{t.enroll}</Title>
      {mayRegister ? (
        <ButtonLink kind="primary" wide href={linkTo({ screen: 'register' })}>
          {t.action}
        </ButtonLink>
      ) : (
        <ButtonLink wide href="/">
          {t.account}
        </ButtonLink>
      )}
    </>
  )
}

type SignedInProps = { models: Models; online: OnlineModel; session: Session }

const SignedIn = ({ models, online, session }: SignedInProps) => {
  const t = words('register')
  const { user, expiresAt, mustChangePassword } = session
  const { retired } = models.preferences.values.value
  const isRegistered = registeredOf(models.vault.tokens.value).some(
    ({ id }) => !retired.includes(id),
  )
  return (
    <>
      <Title
        lead={`${t.signedInAs(user.displayName || user.username)} ${t.until(timed(expiresAt))}`}
      >
        {t.signedIn}
      </Title>
      <FaultNotice fault={online.change.fault.value} onOver={online.change.forget} />
      {mustChangePassword ? (
        <Notice kind="warning" live={false}>
          <p>{t.passwordDue}</p>
        </Notice>
      ) : (
        <DeviceList models={models} online={online} />
      )}
      <div class="choice">
        {!isRegistered && !mustChangePassword && (
          <ButtonLink kind="primary" wide href={linkTo({ screen: 'register' })}>
            {t.action}
          </ButtonLink>
        )}
        <ButtonLink wide href={mustChangePassword ? '/password' : '/account'}>
          {t.account}
        </ButtonLink>
        <Button
          kind="quiet"
          wide
          busy={online.change.busy.value === 'sign-out'}
          onClick={() => void online.signOut()}
        >
          {t.signOut}
        </Button>
      </div>
    </>
  )
}

/** Signing in for what needs the server. */
export const SignIn = (models: Models) => {
  const online = useModel(() => new OnlineModel(models))
  const step = online.step.value
  return (
    <Shell back={linkTo({ screen: 'settings' })}>
      <OnlineSteps online={online}>
        {step.kind === 'signed-in' && <SignedIn {...{ models, online }} session={step.session} />}
        {step.kind === 'enrollment' && <Enrollment mayRegister={step.mayRegister} />}
      </OnlineSteps>
    </Shell>
  )
}
