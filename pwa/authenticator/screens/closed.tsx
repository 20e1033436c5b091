import { Button } from '../../ui/button.tsx'
import { AlertIcon } from '../../ui/icons.tsx'
import { words } from '../state/language.ts'
import { Shell } from './shell.tsx'

/** The vault is there or not there, but it cannot be opened: never shown as an empty one. */
export const Closed = ({ reason }: { reason: 'no-storage' | 'outdated' }) => {
  const t = words('trouble')
  const [title, text] =
    reason === 'outdated' ? [t.outdated, t.outdatedText] : [t.noStorage, t.noStorageText]
  return (
    <Shell>
      <div class="hero" role="alert">
        <span class="hero__icon hero__icon--danger">
          <AlertIcon size={36} />
        </span>
        <h1>{title}</h1>
        <p class="muted">{text}</p>
        <Button kind="primary" onClick={() => location.reload()}>
          {t.tryAgain}
        </Button>
      </div>
    </Shell>
  )
}
