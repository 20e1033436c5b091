import { Button, ButtonLink } from '../../ui/button.tsx'
import { WarningIcon } from '../../ui/icons.tsx'
import { words } from '../state/language.ts'
import { linkTo } from '../state/route.ts'
import { Shell } from './shell.tsx'

/** There were tokens, and now there are none: says so, instead of greeting a new person. */
export const Lost = ({ onAccept }: { onAccept: () => void }) => {
  const t = words('trouble')
  return (
    <Shell>
      <div class="hero">
        <span class="hero__icon hero__icon--warning">
          <WarningIcon size={36} />
        </span>
        <h1>{t.lost}</h1>
        <p class="muted">{t.lostText}</p>
        <p class="muted">{t.lostHelp}</p>
        <ButtonLink kind="primary" href={linkTo({ screen: 'import' })}>
          {t.restore}
        </ButtonLink>
        <ButtonLink kind="secondary" href={linkTo({ screen: 'add', step: 'ways' })}>
          {t.addAgain}
        </ButtonLink>
        <Button kind="quiet" onClick={onAccept}>
          {t.removedMyself}
        </Button>
      </div>
    </Shell>
  )
}
