import type { ComponentChildren } from 'preact'
import './section.css'

type SectionProps = {
  title: string
  lead?: ComponentChildren
  action?: ComponentChildren
  children?: ComponentChildren
}

/** One subject of a page of work. */
export const Section = ({ title, lead, action, children }: SectionProps) => (
  <section class="section">
    <div class="section__head">
      <div class="section__words">
        <h2>{title}</h2>
        {lead && <p class="section__lead">{lead}</p>}
      </div>
      {action}
    </div>
    {children && <div class="section__body">{children}</div>}
  </section>
)
