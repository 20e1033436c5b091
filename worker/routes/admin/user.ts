import { Hono } from 'hono'
import { type NewUserForm, NewUser, type UserPage, UserQuery } from '../../../schema/api/user.ts'
import { hashPassword } from '../../crypto/password.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { newUserForm } from '../../domain/policy.ts'
import { auditOf } from '../../http/audit.ts'
import { body, query } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { requireFresh, requireRole, requireSession } from '../../http/guard.ts'
import { readNewUser } from '../../http/new-user.ts'
import { ProblemError } from '../../http/problem.ts'
import { auditIf } from '../../store/audit.ts'
import { readSettings } from '../../store/setting.ts'
import { trip } from '../../store/trip.ts'
import { insertUser, listUsers } from '../../store/user.ts'

const pageSize = 50

/** The people of this organisation. Only super admins, until the authority of admins is decided. */
export const user = new Hono<AppEnv>()
  .get('/', requireSession(), requireRole('super_admin'), query(UserQuery), async (c) => {
    const { search = '', after = '' } = c.req.valid('query')
    const prefix = search && (canonicalUsername(search) ?? search)
    const { found } = await trip(c.env.DB, {
      found: listUsers(c.env.DB, { prefix, after, limit: pageSize + 1 }),
    })
    const page = found.slice(0, pageSize)
    const next = found.length > pageSize ? (page.at(-1)?.canonicalUsername ?? null) : null
    const users = page.map(({ canonicalUsername: _, ...shown }) => shown)
    return c.json({ users, next } satisfies UserPage)
  })
  .get('/new', requireSession(), requireRole('super_admin'), async (c) => {
    const { settings } = await trip(c.env.DB, { settings: readSettings(c.env.DB) })
    return c.json(newUserForm(settings) satisfies NewUserForm)
  })
  .post(
    '/',
    requireSession(),
    requireRole('super_admin'),
    requireFresh(),
    body(NewUser),
    async (c) => {
      const typed = c.req.valid('json')
      const actor = c.var.caller.user
      const names = await readNewUser(typed)
      const { settings } = await trip(c.env.DB, { settings: readSettings(c.env.DB) })
      const form = newUserForm(settings)[typed.role]
      if (form.mfaRequired && !typed.mfaRequired)
        throw new ProblemError('malformed_request', {
          field: 'mfaRequired',
          detail: 'mfaRequired: people of this role must use a second factor',
        })
      const passwordHash = await hashPassword(c.var.config.peppers, typed.password)
      if (!passwordHash) throw new ProblemError('unavailable', { retryAfter: 1 })
      const { role, mfaRequired, mayTrust = true, email = '', phone = '' } = typed
      const record = { ...names, role, mfaRequired, mayTrust, email, phone, passwordHash }
      const id = crypto.randomUUID()
      const line = { ...auditOf(c, actor.id, 'user-added', role), subjectId: id }
      const { added } = await trip(c.env.DB, {
        added: insertUser(c.env.DB, { ...record, id }, actor.id, c.var.now),
        audit: auditIf(c.env.DB, line, { when: 'user-exists', id }, c.var.now),
      })
      if (!added)
        throw new ProblemError('conflict', { field: 'username', detail: 'This username is taken.' })
      return c.json({ id }, 201)
    },
  )
