import type { ComponentChildren } from 'preact'
import { Title } from './title.tsx'
import './empty-state.css'

type EmptyStateProps = {
  icon: ComponentChildren
  title: string
  /** The whole page is empty: then the title is the page's. */
  page?: boolean
  /** What to do next, as buttons or links. */
  action?: ComponentChildren
  children?: ComponentChildren
}

/** Where a list has nothing to show: says why, and what to do. */
export const EmptyState = ({ icon, title, page, action, children }: EmptyStateProps) => (
  <div class="empty-state">
    <div class="empty-state__icon">{icon}</div>
    {page ? <Title>{title}</Title> : <h2>{title}</h2>}
    {children && <p class="empty-state__text">{children}</p>}
    {action && <div class="empty-state__action row">{action}</div>}
  </div>
)
