import { useEffect } from 'preact/hooks'
import { isSpoken, words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { route } from '../state/route.ts'
import { partLater } from './part.tsx'
import { Tokens } from './tokens.tsx'
import { UpdateBanner } from './update-banner.tsx'
import { Welcome } from './welcome.tsx'

const AddToken = partLater<Models>('add', () =>
  import('./add-token.tsx').then((module) => module.AddToken),
)
const TokenDetails = partLater<Models & { id: string }>('token', () =>
  import('./token-details.tsx').then((module) => module.TokenDetails),
)
const Trash = partLater<Models>('token', () => import('./trash.tsx').then((module) => module.Trash))
const Arrange = partLater<Models>('token', () =>
  import('./arrange.tsx').then((module) => module.Arrange),
)
const Settings = partLater<Models>('settings', () =>
  import('./settings.tsx').then((module) => module.Settings),
)
const Unlock = partLater<Pick<Models, 'vault'>>('lock', () =>
  import('./unlock.tsx').then((module) => module.Unlock),
)
const LockTokens = partLater<Models>('lock', () =>
  import('./lock-tokens.tsx').then((module) => module.LockTokens),
)
const BackupTokens = partLater<Models>(['backup', 'lock'], () =>
  import('./backup-tokens.tsx').then((module) => module.BackupTokens),
)
const ImportTokens = partLater<Pick<Models, 'vault'>>('backup', () =>
  import('./import-tokens.tsx').then((module) => module.ImportTokens),
)
const Register = partLater<Models>('register', () =>
  import('./register.tsx').then((module) => module.Register),
)
const SignIn = partLater<Models>('register', () =>
  import('./sign-in.tsx').then((module) => module.SignIn),
)
const Lost = partLater<{ onAccept: () => void }>('trouble', () =>
  import('./lost.tsx').then((module) => module.Lost),
)
const Closed = partLater<{ reason: 'no-storage' | 'outdated' }>('trouble', () =>
  import('./closed.tsx').then((module) => module.Closed),
)

const Home = (models: Models) => {
  const { vault } = models
  const state = vault.state.value
  useEffect(() => {
    document.title = `${words('common').app} · Latchkey`
  })
  switch (state.kind) {
    case 'opening':
      // A few milliseconds: a spinner would only flicker.
      return null
    case 'locked':
      return <Unlock vault={vault} />
    case 'lost':
      return <Lost onAccept={() => void vault.acceptLoss()} />
    case 'no-storage':
    case 'outdated':
      return <Closed reason={state.kind} />
    case 'open':
      if (vault.tokens.value.length + state.unreadable === 0) return <Welcome />
      return <Tokens {...models} unreadable={state.unreadable} />
  }
}

const Screen = (models: Models) => {
  const to = route.value
  const { kind } = models.vault.state.value
  if (kind !== 'open' && kind !== 'lost') return <Home {...models} />
  switch (to.screen) {
    case 'add':
      return <AddToken {...models} />
    case 'token':
      return <TokenDetails {...models} id={to.id} />
    case 'trash':
      return <Trash {...models} />
    case 'arrange':
      return <Arrange {...models} />
    case 'settings':
      return <Settings {...models} />
    case 'lock':
      return <LockTokens {...models} />
    case 'backup':
      return <BackupTokens {...models} />
    case 'import':
      return <ImportTokens vault={models.vault} />
    case 'register':
      return <Register {...models} />
    case 'sign-in':
      return <SignIn {...models} />
    default:
      return <Home {...models} />
  }
}

/** The whole authenticator. */
export const App = (models: Models) =>
  isSpoken.value && (
    <>
      <Screen {...models} />
      <UpdateBanner update={models.update} />
    </>
  )
