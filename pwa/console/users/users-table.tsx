import type { User } from '../../../schema/api/user.ts'
import { Badge } from '../../ui/list.tsx'
import { RowLink, Table, type Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { roleNames } from './roles.ts'
import './users.css'

const initials = ({ displayName, username }: User): string =>
  (displayName || username)
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word].at(0)?.toUpperCase() ?? '')
    .join('')

const Person = ({ user }: { user: User }) => (
  <span class="person">
    <span class="person__badge" aria-hidden="true">
      {initials(user)}
    </span>
    <span class="person__words">
      <RowLink href={`/console/users/${user.id}`}>{user.displayName || user.username}</RowLink>
      {user.displayName && user.displayName !== user.username && (
        <span class="person__username">{user.username}</span>
      )}
      <span class="person__phone">
        {user.role !== 'user' && <Badge>{roleNames[user.role]}</Badge>}
        {user.disabled && <Badge kind="danger">Disabled</Badge>}
      </span>
    </span>
  </span>
)

type SecondFactorProps = { user: Pick<User, 'factors' | 'mfaRequired'> }

/** Whether somebody has a second factor, and whether they should. */
export const SecondFactor = ({ user: { factors, mfaRequired } }: SecondFactorProps) => {
  if (factors > 0) return <Badge kind="success">On</Badge>
  return mfaRequired ? <Badge kind="warning">Not set up</Badge> : <Badge>Off</Badge>
}

const When = ({ at }: { at: number }) => (
  <span class="users__when">
    <Time at={at} />
  </span>
)

const columns: [Column<User>, ...Column<User>[]] = [
  { title: 'Person', cell: (user) => <Person user={user} /> },
  { title: 'Second factor', cell: (user) => <SecondFactor user={user} /> },
  {
    title: 'Role',
    wide: true,
    cell: ({ role, disabled }) => (
      <span class="row users__when">
        {roleNames[role]}
        {disabled && <Badge kind="danger">Disabled</Badge>}
      </span>
    ),
  },
  {
    title: 'Contact',
    wide: true,
    cell: ({ email, phone }) => <span class="users__contact">{email || phone || '—'}</span>,
  },
  {
    title: 'Last sign-in',
    wide: true,
    cell: ({ lastSignInAt }) =>
      lastSignInAt === null ? <span class="muted">Never</span> : <When at={lastSignInAt} />,
  },
  { title: 'Added', wide: true, cell: ({ createdAt }) => <When at={createdAt} /> },
]

/** People as rows. On a phone: who, and whether their second factor is on. */
export const UsersTable = ({ users }: { users: readonly User[] }) => (
  <Table caption="People" columns={columns} rows={users} keyOf={({ id }) => id} />
)
