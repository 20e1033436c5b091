import type { ComponentChildren } from 'preact'
import './facts.css'

/** Names and values, one to a line. */
export const Facts = ({ children }: { children: ComponentChildren }) => (
  <dl class="facts">{children}</dl>
)

type FactProps = { name: string; value: string; action?: ComponentChildren }

export const Fact = ({ name, value, action }: FactProps) => (
  <div class="facts__row">
    <dt class="facts__name">{name}</dt>
    <dd class="facts__value">{value || <span class="muted">Not given</span>}</dd>
    {action && <dd class="facts__action">{action}</dd>}
  </div>
)
