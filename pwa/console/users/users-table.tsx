import type { User } from '../../../schema/api/user.ts'
import { Badge } from '../../ui/list.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { roleNames } from './roles.ts'
import './users.css'

const initials = ({ displayName, username }: User): string =>
  (displayName || username)
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')

const Person = ({ user }: { user: User }) => (
  <span class="person">
    <span class="person__badge" aria-hidden="true">
      {initials(user)}
    </span>
    <span class="person__words">
      <span class="person__name">{user.displayName || user.username}</span>
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

const SecondFactor = ({ user: { factors, mfaRequired } }: { user: User }) => {
  if (factors > 0) return <Badge kind="success">On</Badge>
  return mfaRequired ? <Badge kind="warning">Not set up</Badge> : <Badge>Off</Badge>
}

const columns: [Column<User>, ...Column<User>[]] = [
  { title: 'Person', cell: (user) => <Person user={user} /> },
  { title: 'Second factor', cell: (user) => <SecondFactor user={user} /> },
  {
    title: 'Role',
    wide: true,
    cell: ({ role, disabled }) => (
      <span class="row">
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
  { title: 'Added', wide: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
]

/** People as rows. On a phone: who, and whether their second factor is on. */
export const UsersTable = ({ users }: { users: readonly User[] }) => (
  <Table caption="People" columns={columns} rows={users} keyOf={({ id }) => id} />
)
