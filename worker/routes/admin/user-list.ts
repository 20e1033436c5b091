import { Hono } from 'hono'
import type { Page } from '../../../schema/api/page.ts'
import { type User, UserQuery } from '../../../schema/api/user.ts'
import { everyoneGroupId } from '../../../schema/policy.ts'
import { foldTerm } from '../../domain/search-terms.ts'
import { query } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { cursorsOf } from '../../http/cursor.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { pageSize } from '../../http/page.ts'
import { trip } from '../../store/trip.ts'
import { type Filters, listHits, type Source } from '../../store/user-hit.ts'
import { type Listed, listUsers, type Position } from '../../store/user-list.ts'

/** The people of this organization, as administrators look for them. */
export const userList = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  authorize('users.list'),
  query(UserQuery),
  async (c) => {
    const { after: cursor, ...asked } = c.req.valid('query')
    const { now } = c.var
    const { source, filters } = readQuestion(asked, now)
    const sort = source ? source.kind : (asked.sort ?? 'username')
    const cursors = await cursorsOf({ ...asked, sort })
    const isText = sort === 'username' || sort === 'search' || sort === 'group'
    const after = cursor ? cursors.read(cursor, isText ? 'string' : 'number') : null
    const { found } = await trip(c.env.DB, {
      found: source
        ? listHits(c.env.DB, source, filters, after, pageSize + 1)
        : listUsers(c.env.DB, asked.sort ?? 'username', filters, after, pageSize + 1),
    })
    return c.json(toPage(found, cursors.write))
  },
)

type Asked = Omit<UserQuery, 'after'>

const flag = (asked: string | undefined, yes: string): boolean | null =>
  asked === undefined ? null : asked === yes

/** What narrows the list most is where it begins; the rest is asked of each. */
const readQuestion = (asked: Asked, now: number): { source: Source | null; filters: Filters } => {
  const prefix = foldTerm(asked.search ?? '')
  const group = asked.group === everyoneGroupId ? null : (asked.group ?? null)
  const lockedAt = asked.locked === undefined ? null : now
  const filters = {
    role: asked.role ?? null,
    enrolled: flag(asked.factor, 'on'),
    disabled: flag(asked.disabled, 'true'),
    group,
    lockedAt,
  }
  if (prefix) return { source: { kind: 'search', prefix }, filters }
  if (lockedAt !== null)
    return { source: { kind: 'locked', now }, filters: { ...filters, lockedAt: null } }
  if (group !== null)
    return { source: { kind: 'group', id: group }, filters: { ...filters, group: null } }
  return { source: null, filters }
}

/** A page may hold fewer than it could, even none: then its cursor goes on where the looking stopped. */
const toPage = (found: Listed[], write: (at: Position) => string): Page<User> => {
  const fitting = found.flatMap(({ user, at }) => (user ? [{ user, at }] : []))
  const items = fitting.slice(0, pageSize)
  const last = fitting.length > items.length ? items.at(-1) : found.find(({ isEnd }) => isEnd)
  return { items: items.map(({ user }) => user), next: last ? write(last.at) : null }
}
