import type { ComponentChildren } from 'preact'
import './counts.css'

/** A few numbers side by side. */
export const Counts = ({ children }: { children: ComponentChildren }) => (
  <dl class="counts">{children}</dl>
)

type CountProps = { label: string; value: number; hint?: string; danger?: boolean }

export const Count = ({ label, value, hint, danger = false }: CountProps) => (
  <div class={danger ? 'count count--danger' : 'count'}>
    <dt>{label}</dt>
    <dd>
      {value.toLocaleString(document.documentElement.lang)}
      {hint && <span class="count__hint">{hint}</span>}
    </dd>
  </div>
)
