import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../schema/api/session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { SearchIcon, ShieldIcon } from '../ui/icons.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { WorkPage } from '../ui/work-page.tsx'
import { ownRoutes, route } from '../state/route.ts'
import { SignedInModel } from '../state/signed-in.ts'
import { UserMenu } from '../ui/user-menu.tsx'
import { navAt, pageAt } from './pages.tsx'
import { UnprotectedNotice } from './unprotected-notice.tsx'

ownRoutes((path) => path === '/console' || path.startsWith('/console/'))

/** The console's frame; the page in it is chosen by path. */
export const Console = () => {
  const model = useModel(SignedInModel)
  useEffect(() => void model.session.load(), [])
  const state = model.session.state.value
  const administers = state.kind === 'ready' && state.value.user.role !== 'user'
  const hasOutbox = state.kind === 'ready' && state.value.outbox === true
  return (
    <WorkPage
      home="/console/"
      {...(administers ? { nav: navAt(route(), hasOutbox) } : {})}
      end={state.kind === 'ready' && <Menu model={model} session={state.value} />}
    >
      <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
      <Loaded state={state} onRetry={() => void model.session.load()}>
        {({ user }) => (administers ? <CurrentPage me={user} /> : <Forbidden />)}
      </Loaded>
    </WorkPage>
  )
}

const CurrentPage = ({ me }: { me: Session['user'] }) => {
  const found = pageAt(route())
  if (!found) return <NotFound />
  const { Page, id } = found
  return (
    <>
      <UnprotectedNotice />
      <Page key={id} id={id} me={me} />
    </>
  )
}

const Menu = ({ model, session: { user } }: { model: SignedInModel; session: Session }) => (
  <UserMenu
    name={user.displayName || user.username}
    links={[{ href: '/account', label: 'Account' }]}
    busy={model.change.busy.value !== null}
    onSignOut={() => void model.signOut()}
  />
)

const toAccount = (
  <ButtonLink kind="primary" href="/account">
    Go to my account
  </ButtonLink>
)

const Forbidden = () => (
  <EmptyState
    page
    icon={<ShieldIcon size={24} />}
    title="This is for administrators"
    action={toAccount}
  >
    Your account may not manage people. If you need to, ask an administrator.
  </EmptyState>
)

const NotFound = () => (
  <EmptyState
    page
    icon={<SearchIcon size={24} />}
    title="Page not found"
    action={<ButtonLink href="/console/">Go to the dashboard</ButtonLink>}
  >
    The address may be mistyped, or the page has moved.
  </EmptyState>
)
