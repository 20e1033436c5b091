import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../../schema/api/session.ts'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Title } from '../../ui/title.tsx'
import { WorkPage } from '../../ui/work-page.tsx'
import { UserMenu } from '../../ui/user-menu.tsx'
import { SignedInModel } from '../../state/signed-in.ts'
import { FactorsSection } from './factors-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TrustedBrowsersSection } from './trusted-browsers-section.tsx'

const nameOf = ({ user }: Session): string => user.displayName || user.username

/** The username only where the heading does not say it already. */
const subtitleOf = (session: Session): string =>
  nameOf(session) === session.user.username
    ? 'Your account'
    : `Your account · ${session.user.username}`

/** `/account`: what I sign in with, and where I am signed in. */
export const Account = () => {
  const model = useModel(SignedInModel)
  useEffect(() => void model.session.load(), [])
  const state = model.session.state.value
  return (
    <WorkPage
      home="/account"
      narrow
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
          <div class="stack stack--wide">
            <Title lead={subtitleOf(session)}>{nameOf(session)}</Title>
            <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
            <FactorsSection required={session.user.mfaRequired} />
            <TrustedBrowsersSection />
            <SessionsSection />
          </div>
        )}
      </Loaded>
    </WorkPage>
  )
}
