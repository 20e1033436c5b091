import { toast } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { words } from '../state/language.ts'
import type { Models } from '../state/models.ts'
import { fullName } from '../state/names.ts'
import { linkTo } from '../state/route.ts'
import './retired-notice.css'

/** What the server retired, and what to do about it. Nothing is removed unasked. */
export const RetiredNotice = ({ vault, preferences }: Pick<Models, 'vault' | 'preferences'>) => {
  const t = words('register')
  const { retired } = preferences.values.value
  const remove = async (id: string): Promise<void> => {
    if ((await vault.trashToken(id)) === 'saved') toast(t.tokenRemoved)
  }
  return vault.tokens.value
    .filter(({ id }) => retired.includes(id))
    .map((token) => (
      <Notice key={token.id} kind="warning" title={t.retired(fullName(token))}>
        <p>{t.retiredText}</p>
        <p class="retired-choice">
          <ButtonLink small href={linkTo({ screen: 'register' })}>
            {t.registerAnew}
          </ButtonLink>
          <Button small kind="quiet" onClick={() => void remove(token.id)}>
            {t.removeToken}
          </Button>
        </p>
      </Notice>
    ))
}
