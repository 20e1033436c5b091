import { later } from '../ui/later.tsx'
import { FocusPage } from '../ui/focus-page.tsx'
import { Title } from '../ui/title.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { ownRoutes, route } from '../state/route.ts'
import { SignIn } from './screens/sign-in.tsx'

const Setup = later(async () => (await import('./screens/setup.tsx')).Setup)
const Reset = later(async () => (await import('./screens/reset.tsx')).Reset)
const ChoosePassword = later(
  async () => (await import('./screens/choose-password.tsx')).ChoosePassword,
)
const Account = later(async () => (await import('./account/account.tsx')).Account)
const Developers = later(async () => (await import('./developers/developers.tsx')).Developers)
const Authorize = later(async () => (await import('./screens/authorize.tsx')).Authorize)
const SignOut = later(async () => (await import('./screens/sign-out.tsx')).SignOut)

const screens = new Map([
  ['/', SignIn],
  ['/setup', Setup],
  ['/reset', Reset],
  ['/password', ChoosePassword],
  ['/account', Account],
  ['/authorize', Authorize],
  ['/sign-out', SignOut],
  ['/developers', Developers],
])
ownRoutes((path) => screens.has(path.replace(/(?<=.)\/$/, '')))

/** Signing in, setting up, and one's own account, by path. */
export const Portal = () => {
  const Screen = screens.get(route()) ?? NotFound
  return <Screen />
}

const NotFound = () => (
  <FocusPage>
    <div class="stack stack--wide">
      <Title lead="The address may be mistyped, or the page has moved.">Page not found</Title>
      <ButtonLink kind="primary" wide href="/">
        Go to sign-in
      </ButtonLink>
    </div>
  </FocusPage>
)
