import { Button, ButtonLink } from '../../ui/button.tsx'
import { WarningIcon } from '../../ui/icons.tsx'
import { linkTo } from '../state/route.ts'
import { Shell } from './shell.tsx'

/** There were tokens, and now there are none: says so, instead of greeting a new person. */
export const Lost = ({ onAccept }: { onAccept: () => void }) => (
  <Shell>
    <div class="hero">
      <span class="hero__icon hero__icon--warning">
        <WarningIcon size={36} />
      </span>
      <h1>Restore your tokens</h1>
      <p class="muted">
        This app held tokens, but the browser’s storage is empty now. Browsers clear it when site
        data is deleted or space runs low.
      </p>
      <p class="muted">
        Add your tokens again from where you got them. If you cannot sign in there, use a recovery
        code, or ask your administrator.
      </p>
      <ButtonLink kind="primary" href={linkTo({ screen: 'add', step: 'ways' })}>
        Add tokens again
      </ButtonLink>
      <Button kind="quiet" onClick={onAccept}>
        I removed them myself
      </Button>
    </div>
  </Shell>
)
