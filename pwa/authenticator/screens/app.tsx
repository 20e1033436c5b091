import { later } from '../../ui/later.tsx'
import type { Models } from '../state/models.ts'
import { route } from '../state/route.ts'
import { Closed } from './closed.tsx'
import { Lost } from './lost.tsx'
import { Tokens } from './tokens.tsx'
import { UpdateBanner } from './update-banner.tsx'
import { Welcome } from './welcome.tsx'

const AddToken = later<Models>(() => import('./add-token.tsx').then((module) => module.AddToken))
const TokenDetails = later<Models & { id: string }>(() =>
  import('./token-details.tsx').then((module) => module.TokenDetails),
)

const Unlock = later<Pick<Models, 'vault'>>(() =>
  import('./unlock.tsx').then((module) => module.Unlock),
)

const Home = ({ vault, protection }: Models) => {
  const state = vault.state.value
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
      if (state.tokens.length + state.unreadable === 0) return <Welcome />
      return <Tokens {...state} protection={protection} />
  }
}

const Screen = (models: Models) => {
  const to = route.value
  const { kind } = models.vault.state.value
  if (kind !== 'open' && kind !== 'lost') return <Home {...models} />
  if (to.screen === 'add') return <AddToken {...models} />
  if (to.screen === 'token') return <TokenDetails {...models} id={to.id} />
  return <Home {...models} />
}

/** The whole authenticator. */
export const App = (models: Models) => (
  <>
    <Screen {...models} />
    <UpdateBanner update={models.update} />
  </>
)
