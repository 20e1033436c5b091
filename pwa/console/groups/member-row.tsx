import type { ComponentChildren } from 'preact'
import type { User } from '../../../schema/api/user.ts'
import { Badge } from '../../ui/list.tsx'
import { roleNames } from '../users/roles.ts'

/** One person in a short list, with what can be done at the end. */
export const MemberRow = ({ user, children }: { user: User; children: ComponentChildren }) => (
  <li class="members__row">
    <div class="members__who">
      <a href={`/console/users/${user.id}`}>{user.displayName || user.username}</a>
      {user.displayName && <span class="muted">{user.username}</span>}
      {user.role !== 'user' && <Badge>{roleNames[user.role]}</Badge>}
      {user.disabled && <Badge kind="danger">Disabled</Badge>}
    </div>
    {children}
  </li>
)
