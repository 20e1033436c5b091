import { useModel, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Title } from '../../ui/title.tsx'
import { WorkPage } from '../../ui/work-page.tsx'
import { UserMenu } from '../../ui/user-menu.tsx'
import { SignedInModel } from '../../state/signed-in.ts'
import { FactorsModel } from '../state/factors.ts'
import { destinationAfter } from '../state/sign-in-step.ts'
import { ActivitySection } from './activity-section.tsx'
import { ApplicationsSection } from './applications-section.tsx'
import { Contents, type PartId } from './contents.tsx'
import { FactorsSection } from './factors-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { ProvisioningSection } from './provisioning-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TrustedBrowsersSection } from './trusted-browsers-section.tsx'
import './account.css'

const nameOf = ({ user }: Session): string => user.displayName || user.username

/** The username only where the heading does not say it already. */
const subtitleOf = (session: Session): string =>
  nameOf(session) === session.user.username
    ? 'Your account'
    : `Your account · ${session.user.username}`

/** `/account`: who I am, what I sign in with, and where I am signed in. */
export const Account = () => {
  const model = useModel(SignedInModel)
  useEffect(() => void model.session.load(), [])
  const state = model.session.state.value
  return (
    <WorkPage
      home="/account"
      end={
        state.kind === 'ready' && (
          <UserMenu
            name={nameOf(state.value)}
            links={
              state.value.user.role === 'user' ? [] : [{ href: '/console/', label: 'Console' }]
            }
            busy={model.change.busy.value !== null}
            onSignOut={() => void model.signOut()}
          />
        )
      }
    >
      <Loaded state={state} onRetry={() => void model.session.load()}>
        {(session) => (
          <div class="account">
            <div class="account__head stack">
              <Title lead={subtitleOf(session)}>{nameOf(session)}</Title>
              <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
              <WayBack />
            </div>
            <Contents />
            <Parts session={session} onRenamed={() => void model.session.load()} />
          </div>
        )}
      </Loaded>
    </WorkPage>
  )
}

/** For whoever came to add a factor that an application asks for. */
const WayBack = () => {
  const next = destinationAfter('')
  if (!next) return null
  return (
    <Notice kind="info" title="An application is waiting for you" live={false}>
      <p>Once you have added what it asks for, go on.</p>
      <ButtonLink href={next}>Go on</ButtonLink>
    </Notice>
  )
}

const isResettable = ({ list }: FactorsModel): boolean => {
  const { value } = list.state
  return value.kind === 'ready' && value.value.selfEnrollment && value.value.factors.length > 0
}

const Part = ({ id, children }: { id: PartId; children: ComponentChildren }) => (
  <div class="account__part" id={id}>
    {children}
  </div>
)

const Parts = ({ session: { user }, onRenamed }: { session: Session; onRenamed: () => void }) => {
  const factors = useModel(FactorsModel)
  // Counts the passwords: with each new one, what rested on the former is another.
  const password = useSignal(0)
  const changed = () => {
    password.value += 1
    void factors.list.load()
  }
  // What was added in another tab since the list came would be told to be dead.
  const renamed = () => {
    onRenamed()
    void factors.list.load().then(() => factors.tellBrowser())
  }
  useEffect(() => void factors.list.load(), [])
  useEffect(() => {
    // The address may point at a part, which was not there yet when the page was.
    document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [])
  return (
    <div class="account__parts">
      <Part id="profile">
        <ProfileSection onRenamed={renamed} />
      </Part>
      <Part id="password">
        <PasswordSection
          username={user.username}
          resettable={isResettable(factors)}
          onChanged={changed}
        />
      </Part>
      <Part id="second-factors">
        <FactorsSection model={factors} required={user.mfaRequired} />
      </Part>
      <Part id="authenticator-token">
        <ProvisioningSection factors={factors} username={user.username} />
      </Part>
      <Part id="applications">
        <ApplicationsSection />
      </Part>
      <Part id="trusted-browsers">
        <TrustedBrowsersSection key={password.value} />
      </Part>
      <Part id="sessions">
        <SessionsSection key={password.value} />
      </Part>
      <Part id="activity">
        <ActivitySection key={password.value} />
      </Part>
    </div>
  )
}
