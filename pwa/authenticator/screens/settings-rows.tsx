import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { ForwardIcon } from '../../ui/icons.tsx'

/** What belongs together, under one heading. */
export const Group = ({ title, children }: { title: string; children: ComponentChildren }) => {
  const id = useId()
  return (
    <section class="settings__group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div class="settings__rows">{children}</div>
    </section>
  )
}

type LinkRowProps = { icon: ComponentChildren; href: string; title: string; text?: string }

/** The way to a screen of its own. */
export const LinkRow = ({ icon, href, title, text }: LinkRowProps) => (
  <a class="settings__row" href={href}>
    <span class="settings__icon">{icon}</span>
    <span class="settings__words">
      <span>{title}</span>
      {text && <span class="muted small">{text}</span>}
    </span>
    <span class="settings__forward">
      <ForwardIcon size={16} />
    </span>
  </a>
)

type SwitchRowProps = {
  name: string
  title: string
  hint: string
  checked: boolean
  onChecked: (checked: boolean) => void
}

/** A yes or a no that counts at once. */
export const SwitchRow = ({ name, title, hint, checked, onChecked }: SwitchRowProps) => {
  const id = useId()
  return (
    <label class="settings__row" for={id}>
      <span class="settings__words">
        <span>{title}</span>
        <span class="muted small" id={`${id}-hint`}>
          {hint}
        </span>
      </span>
      <input
        id={id}
        name={name}
        type="checkbox"
        role="switch"
        aria-checked={checked}
        class="switch"
        aria-label={title}
        aria-describedby={`${id}-hint`}
        checked={checked}
        onChange={({ currentTarget }) => onChecked(currentTarget.checked)}
      />
    </label>
  )
}
