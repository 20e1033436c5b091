import { Hono } from 'hono'
import { type Page, PageQuery } from '../../../schema/api/page.ts'
import { NewUser, type User } from '../../../schema/api/user.ts'
import { newUserForm } from '../../domain/policy.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { readNewUser } from '../../flow/new-user.ts'
import { auditOf } from '../../http/audit.ts'
import { body, query } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { requireFresh, requireRole, requireSession } from '../../http/guard.ts'
import { pageOf, pageSize } from '../../http/page.ts'
import { ProblemError } from '../../http/problem.ts'
import { auditIf } from '../../store/audit.ts'
import { trip } from '../../store/trip.ts'
import { insertUser, listUsers, readCaller } from '../../store/user.ts'

/** The people of this organization. Only super admins, until the authority of admins is decided. */
export const user = new Hono<AppEnv>()
  .get('/', requireSession(), requireRole('super_admin'), query(PageQuery), async (c) => {
    const { search = '', after = '' } = c.req.valid('query')
    const prefix = search && (canonicalUsername(search) ?? search)
    const { found } = await trip(c.env.DB, {
      found: listUsers(c.env.DB, { prefix, after, limit: pageSize + 1 }),
    })
    const page: Page<User> = pageOf(
      found,
      (row) => row.canonicalUsername,
      ({ canonicalUsername: _, ...shown }) => shown,
    )
    return c.json(page)
  })
  .post(
    '/',
    requireSession(),
    requireRole('super_admin'),
    requireFresh(),
    body(NewUser),
    async (c) => {
      const typed = c.req.valid('json')
      const { user: actor, session, settings } = c.var.caller
      const { role, mfaRequired, mayTrust = true, email = '', phone = '' } = typed
      if (newUserForm(settings)[role].mfaRequired && !mfaRequired)
        throw new ProblemError('malformed_request', {
          field: 'mfaRequired',
          detail: 'mfaRequired: people of this role must use a second factor',
        })
      const names = await readNewUser(c, typed)
      const record = {
        ...names,
        id: crypto.randomUUID(),
        role,
        mfaRequired,
        mayTrust,
        email,
        phone,
      }
      const { id } = record
      const line = auditOf(c, {
        action: 'user-added',
        outcome: role,
        actorId: actor.id,
        subjectId: id,
      })
      const { added, holder } = await trip(c.env.DB, {
        added: insertUser(c.env.DB, record, { ...actor, sessionId: session.id }, c.var.now),
        holder: readCaller(c.env.DB, names.canonicalUsername),
        audit: auditIf(c.env.DB, line, { when: 'user-exists', id }, c.var.now),
      })
      if (!added && !holder) throw new ProblemError('unauthenticated')
      if (!added)
        throw new ProblemError('conflict', { field: 'username', detail: 'This username is taken.' })
      return c.json({ id }, 201)
    },
  )

/** What the form for a new person starts with. */
export const userForm = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  requireRole('super_admin'),
  (c) => c.json(newUserForm(c.var.caller.settings)),
)
