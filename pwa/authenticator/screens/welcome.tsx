import { ButtonLink } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { linkTo } from '../state/route.ts'
import { Shell } from './shell.tsx'

/** For a vault that has always been empty. */
export const Welcome = () => (
  <Shell>
    <div class="hero">
      <Mark size={72} />
      <h1>Codes for signing in, on this device</h1>
      <p class="muted">
        Add your first token, and this app shows a fresh code whenever a site asks for one. It works
        without a network, and your keys do not leave this device.
      </p>
      <ButtonLink kind="primary" href={linkTo({ screen: 'add', step: 'ways' })}>
        Add your first token
      </ButtonLink>
    </div>
  </Shell>
)
