import { ButtonLink } from './button.tsx'
import { BackIcon } from './icons.tsx'
import './back-link.css'

/** The way up, above a page's title. */
export const BackLink = ({ href, children }: { href: string; children: string }) => (
  <ButtonLink kind="plain" small href={href} class="to-list">
    <BackIcon size={18} />
    {children}
  </ButtonLink>
)
