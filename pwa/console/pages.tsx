import type { ComponentType } from 'preact'
import type { Session } from '../../schema/api/session.ts'
import { later } from '../ui/later.tsx'

/** What a page may want to know: the id in its path ('' where it has none), and who looks at it. */
export type PageProps = { id: string; me: Session['user'] }

type Page = ComponentType<PageProps>

const pages: Record<string, Page> = {
  '/console': later(async () => (await import('./dashboard/dashboard-page.tsx')).DashboardPage),
  '/console/users': later(async () => (await import('./users/users-page.tsx')).UsersPage),
  '/console/users/new': later(async () => (await import('./users/new-user-page.tsx')).NewUserPage),
  '/console/users/import': later(async () => (await import('./import/import-page.tsx')).ImportPage),
  '/console/users/:id': later(async () => (await import('./users/user-page.tsx')).UserPage),
  '/console/groups': later(async () => (await import('./groups/groups-page.tsx')).GroupsPage),
  '/console/groups/new': later(
    async () => (await import('./groups/new-group-page.tsx')).NewGroupPage,
  ),
  '/console/groups/:id': later(async () => (await import('./groups/group-page.tsx')).GroupPage),
  '/console/tokens': later(async () => (await import('./tokens/tokens-page.tsx')).TokensPage),
  '/console/tokens/import': later(
    async () => (await import('./tokens/import/token-import-page.tsx')).TokenImportPage,
  ),
  '/console/tokens/clocks': later(
    async () => (await import('./tokens/clocks-page.tsx')).ClocksPage,
  ),
  '/console/tokens/series': later(
    async () => (await import('./tokens/series-list-page.tsx')).SeriesListPage,
  ),
  '/console/tokens/series/:id': later(
    async () => (await import('./tokens/series-page.tsx')).SeriesPage,
  ),
  '/console/tokens/:id': later(async () => (await import('./tokens/token-page.tsx')).TokenPage),
  '/console/applications': later(
    async () => (await import('./applications/applications-page.tsx')).ApplicationsPage,
  ),
  '/console/applications/new': later(
    async () => (await import('./applications/new-application-page.tsx')).NewApplicationPage,
  ),
  '/console/applications/signing-keys': later(
    async () => (await import('./applications/signing-keys-page.tsx')).SigningKeysPage,
  ),
  '/console/applications/:id': later(
    async () => (await import('./applications/application-page.tsx')).ApplicationPage,
  ),
  '/console/settings': later(
    async () => (await import('./settings/settings-page.tsx')).SettingsPage,
  ),
  '/console/test': later(async () => (await import('./test-code/test-page.tsx')).TestPage),
  '/console/outbox': later(async () => (await import('./outbox/outbox-page.tsx')).OutboxPage),
  '/console/audit': later(async () => (await import('./audit/audit-page.tsx')).AuditPage),
}

/** A list within another one comes first. */
const lists = [
  '/console/users',
  '/console/groups',
  '/console/tokens/series',
  '/console/tokens',
  '/console/applications',
]

/** The page of a path with what its path names, or null where there is none. */
export const pageAt = (path: string): { Page: Page; id: string } | null => {
  const exact = pages[path]
  if (exact) return { Page: exact, id: '' }
  const list = lists.find((start) => path.startsWith(`${start}/`))
  const id = list ? path.slice(list.length + 1) : ''
  const Page = pages[`${list}/:id`]
  return Page && id && !id.includes('/') ? { Page, id } : null
}

const sections = [
  { href: '/console/', label: 'Dashboard' },
  { href: '/console/users', label: 'People' },
  { href: '/console/groups', label: 'Groups' },
  { href: '/console/tokens', label: 'Tokens' },
  { href: '/console/applications', label: 'Applications' },
  { href: '/console/settings', label: 'Settings' },
  { href: '/console/test', label: 'Test' },
  { href: '/console/audit', label: 'Audit log' },
]

const lies = (path: string, href: string): boolean =>
  href === '/console/' ? path === '/console' : path === href || path.startsWith(`${href}/`)

/** Only where messages are kept instead of sent. */
const outbox = { href: '/console/outbox', label: 'Outbox' }

/** The sections of the console, with the one that a path lies in. */
export const navAt = (path: string, hasOutbox: boolean) =>
  [...sections, ...(hasOutbox ? [outbox] : [])].map((section) => ({
    ...section,
    current: lies(path, section.href),
  }))
