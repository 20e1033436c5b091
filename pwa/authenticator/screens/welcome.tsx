import { ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Mark } from '../../ui/mark.tsx'
import { isTabOfItsOwn } from '../device/install.ts'
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
      {isTabOfItsOwn() && (
        <Notice kind="warning" live={false} title={words('list').installFirst}>
          <p>{words('list').installFirstText}</p>
        </Notice>
      )}
      <ButtonLink kind="primary" href={linkTo({ screen: 'add', step: 'ways' })}>
        {words('list').addFirst}
      </ButtonLink>
      <ButtonLink kind="plain" href={linkTo({ screen: 'import' })}>
        {words('list').importInstead}
      </ButtonLink>
    </div>
  </Shell>
)
