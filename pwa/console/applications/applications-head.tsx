import type { ComponentChildren } from 'preact'
import { route } from '../../state/route.ts'
import { SubNav } from '../../ui/sub-nav.tsx'
import { Title } from '../../ui/title.tsx'

const pages = [
  { href: '/console/applications', label: 'All applications' },
  { href: '/console/applications/signing-keys', label: 'Signing keys' },
]

type HeadProps = { title: string; lead?: ComponentChildren; action?: ComponentChildren }

/** The title of a page about applications, with the way to the others. */
export const ApplicationsHead = ({ title, lead, action }: HeadProps) => (
  <div class="stack">
    <div class="row row--between">
      <Title lead={lead}>{title}</Title>
      {action}
    </div>
    <SubNav
      label="Applications"
      links={pages.map((page) => ({ ...page, current: route() === page.href }))}
    />
  </div>
)
