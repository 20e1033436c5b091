import { ButtonLink } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { words } from '../state/language.ts'
import { linkTo } from '../state/route.ts'
import { Shell } from './shell.tsx'

/** For a vault that has always been empty. */
export const Welcome = () => (
  <Shell>
    <div class="hero">
      <Mark size={72} />
      <h1>{words('list').welcome}</h1>
      <p class="muted">{words('list').welcomeText}</p>
      <ButtonLink kind="primary" href={linkTo({ screen: 'add', step: 'ways' })}>
        {words('list').addFirst}
      </ButtonLink>
    </div>
  </Shell>
)
