import type { ComponentChildren } from 'preact'
import './list.css'

/** A list of things that have a name, some facts and an action. */
export const List = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <ul class="list" aria-label={label}>
    {children}
  </ul>
)

type ListItemProps = {
  icon: ComponentChildren
  title: ComponentChildren
  meta?: ComponentChildren
  action?: ComponentChildren
}

export const ListItem = ({ icon, title, meta, action }: ListItemProps) => (
  <li class="list__item">
    <span class="list__icon">{icon}</span>
    <div>
      <div class="list__title">{title}</div>
      {meta && <div class="list__meta">{meta}</div>}
    </div>
    {action}
  </li>
)

type BadgeProps = {
  kind?: 'neutral' | 'accent' | 'success' | 'warning' | 'danger'
  children: ComponentChildren
}

/** A word about the state of a thing. The word says it; the color only helps. */
export const Badge = ({ kind = 'neutral', children }: BadgeProps) => (
  <span class={`badge badge--${kind}`}>{children}</span>
)
