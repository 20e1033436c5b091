import { Button } from '../../ui/button.tsx'
import { AlertIcon } from '../../ui/icons.tsx'
import { Shell } from './shell.tsx'

const sentences = {
  'no-storage': {
    title: 'Your tokens cannot be read',
    text: 'This browser does not let the app open its storage. That happens in some private windows, and where site data is turned off. Nothing has been deleted.',
  },
  outdated: {
    title: 'Reload to go on',
    text: 'A newer release of this app is open in another tab. Your tokens are safe.',
  },
}

/** The vault is there or not there, but it cannot be opened: never shown as an empty one. */
export const Closed = ({ reason }: { reason: keyof typeof sentences }) => (
  <Shell>
    <div class="hero" role="alert">
      <span class="hero__icon hero__icon--danger">
        <AlertIcon size={36} />
      </span>
      <h1>{sentences[reason].title}</h1>
      <p class="muted">{sentences[reason].text}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Try again
      </Button>
    </div>
  </Shell>
)
