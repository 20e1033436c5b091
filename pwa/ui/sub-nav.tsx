import type { NavLink } from './main-nav.tsx'
import './sub-nav.css'

type SubNavProps = { label: string; links: readonly NavLink[] }

/** The pages of one section, below its title. */
export const SubNav = ({ label, links }: SubNavProps) => (
  <nav class="sub-nav" aria-label={label}>
    {links.map(({ href, label: name, current }) => (
      <a key={href} href={href} aria-current={current ? 'page' : undefined}>
        {name}
      </a>
    ))}
  </nav>
)
