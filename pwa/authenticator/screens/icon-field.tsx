import './icon-field.css'
import { useEffect, useId } from 'preact/hooks'
import { words } from '../state/language.ts'
import { loadMarks, marks } from '../state/marks.ts'
import type { Token } from '../storage/token.ts'
import { TokenBadge } from './token-badge.tsx'

type IconFieldProps = {
  token: Pick<Token, 'issuer' | 'account' | 'icon'>
  onIcon: (icon: string | null) => void
}

/** How a token looks in the list: as its name says, its initials, or one of the bundled icons. */
export const IconField = ({ token, onIcon }: IconFieldProps) => {
  const t = words('token')
  const id = useId()
  useEffect(() => void loadMarks(), [])
  const bundled = marks.value
  if (!bundled) return null
  const choices = [null, bundled.initials, ...bundled.icons]
  const labelOf = (icon: string | null): string => {
    if (icon === null) return t.automatic
    return icon === bundled.initials ? t.initials : (t.iconNames[icon] ?? icon)
  }
  return (
    <details class="icon-field">
      <summary>
        <TokenBadge token={token} />
        <span id={id} class="icon-field__label">
          {t.icon}
        </span>
        <span class="muted">{labelOf(token.icon)}</span>
      </summary>
      <div class="icon-field__choices" role="radiogroup" aria-labelledby={id}>
        {choices.map((icon) => (
          <label key={icon ?? ''} class="icon-field__choice" title={labelOf(icon)}>
            <input
              type="radio"
              class="visually-hidden"
              name="icon"
              checked={token.icon === icon}
              aria-label={labelOf(icon)}
              onChange={() => onIcon(icon)}
            />
            <TokenBadge token={{ ...token, icon }} />
          </label>
        ))}
      </div>
    </details>
  )
}
