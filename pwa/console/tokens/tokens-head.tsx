import type { ComponentChildren } from 'preact'
import { route } from '../../state/route.ts'
import { SubNav } from '../../ui/sub-nav.tsx'
import { Title } from '../../ui/title.tsx'
import './tokens.css'

const pages = [
  { href: '/console/tokens', label: 'All tokens' },
  { href: '/console/tokens/series', label: 'Series' },
  { href: '/console/tokens/clocks', label: 'Clocks' },
]

type TokensHeadProps = { title: string; lead?: string; action?: ComponentChildren }

/** The top of the pages about all tokens, and the way from one to the other. */
export const TokensHead = ({ title, lead, action }: TokensHeadProps) => (
  <>
    <div class="row row--between tokens-head">
      <Title>{title}</Title>
      {action}
    </div>
    <SubNav
      label="Hardware tokens"
      links={pages.map((page) => ({ ...page, current: page.href === route() }))}
    />
    {lead && <p class="muted">{lead}</p>}
  </>
)
