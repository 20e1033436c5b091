import { Hono } from 'hono'
import { NewUser, UserChange, type UserDetails } from '../../../schema/api/user.ts'
import { IdParam } from '../../../schema/api/text.ts'
import type { Role, Settings } from '../../../schema/policy.ts'
import { newUserForm } from '../../domain/policy.ts'
import { searchTerms } from '../../domain/search-terms.ts'
import { findTarget, permitted, requireReach } from '../../flow/authority.ts'
import { announceLogouts, endedLogouts } from '../../flow/logout-notice.ts'
import { readNewUser } from '../../flow/new-user.ts'
import { describePerson } from '../../flow/person.ts'
import { moveTo, planChange, requireFieldReach } from '../../flow/person-change.ts'
import { auditOf } from '../../http/audit.ts'
import { body, params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { requirementHolds, superAdminRemains } from '../../store/assertion.ts'
import { audit, auditIf } from '../../store/audit.ts'
import { deletePerson } from '../../store/person.ts'
import { trip } from '../../store/trip.ts'
import { insertUser } from '../../store/user.ts'
import { writeTerms } from '../../store/user-term.ts'

/** The people of this organization, one by one. */
export const user = new Hono<AppEnv>()
  .post('/', requireSession(), authorize('user.add'), body(NewUser), async (c) => {
    const typed = c.req.valid('json')
    const { user: actor, settings } = c.var.caller
    const { role, mfaRequired, mayTrust = true, email = '', phone = '', groups = [] } = typed
    const id = crypto.randomUUID()
    await requireReach(c, 'user.add', { id, role })
    if (groups.length > 0) await requireReach(c, 'user.groups', { id, role })
    const overridden = isRequirementOverridden(c, settings, { role, mfaRequired })
    const names = await readNewUser(c, typed)
    const { mustChangePassword = false } = typed
    const flags = { role, mfaRequired, mayTrust, mustChangePassword }
    const record = { ...names, ...flags, id, email, phone }
    const line = (action: 'user-added' | 'mfa-requirement-overridden') => {
      const entry = auditOf(c, { action, outcome: role, actorId: actor.id, subjectId: id })
      return auditIf(c.env.DB, entry, { when: 'user-exists', id }, c.var.now)
    }
    const { added } = await trip(
      c.env.DB,
      permitted(c),
      { added: insertUser(c.env.DB, record, c.var.now) },
      moveTo(c, id, groups),
      writeTerms(c.env.DB, id, searchTerms(record)),
      { audit: line('user-added') },
      overridden ? { overridden: line('mfa-requirement-overridden') } : requirement(c, id),
    )
    if (!added)
      throw new ProblemError('conflict', { field: 'username', detail: 'This username is taken.' })
    return c.json({ id }, 201)
  })
  .get('/:id', requireSession(), authorize('user.read'), params(IdParam), async (c) =>
    c.json((await describePerson(c, c.req.valid('param').id)) satisfies UserDetails),
  )
  .patch(
    '/:id',
    requireSession(),
    authorize('user.edit'),
    params(IdParam),
    body(UserChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const change = c.req.valid('json')
      const { target, permit } = await findTarget(c, 'user.edit', id, {})
      await requireFieldReach(c, change, target)
      const overridden =
        Object.keys(change).length > 0 &&
        isRequirementOverridden(c, c.var.caller.settings, { ...target, ...defined(change) })
      const { collected } = await trip(
        c.env.DB,
        permit,
        planChange(c, target, change, overridden),
        { ...(!overridden && requirement(c, id)), remains: superAdminRemains(c.env.DB) },
        endedLogouts(c, { of: 'person', key: id }),
      )
      announceLogouts(c, collected)
      return c.json((await describePerson(c, id)) satisfies UserDetails)
    },
  )
  .delete('/:id', requireSession(), authorize('user.delete'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const { target, permit } = await findTarget(c, 'user.delete', id, {})
    const line = auditOf(c, {
      action: 'user-deleted',
      outcome: target.role,
      actorId: c.var.caller.user.id,
      subjectId: id,
    })
    const { collected } = await trip(
      c.env.DB,
      permit,
      endedLogouts(c, { of: 'leaving', key: id }),
      {
        deleted: deletePerson(c.env.DB, id),
        audit: audit(c.env.DB, line, c.var.now),
        remains: superAdminRemains(c.env.DB),
      },
    )
    announceLogouts(c, collected)
    return c.body(null, 204)
  })

/** What the form for a new person starts with. */
export const userForm = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  authorize('users.form'),
  (c) => c.json(newUserForm(c.var.caller.settings)),
)

/**
 * Whether somebody is saved without the second factor that the settings require of their role. Only a
 * super admin may, and the audit says so; settings alone ask nobody who is not saved.
 *
 * @throws ProblemError conflict for everybody else
 */
const isRequirementOverridden = (
  c: SessionContext,
  settings: Settings,
  { role, mfaRequired }: { role: Role; mfaRequired: boolean },
): boolean => {
  if (mfaRequired || !settings[`mfa.required.${role}`]) return false
  if (c.var.caller.user.role === 'super_admin') return true
  throw new ProblemError('conflict', {
    field: 'mfaRequired',
    detail: 'The settings require a second factor of people of this role.',
  })
}

/** What the settings require is asked once more as somebody is saved; a super admin may go against it. */
const requirement = (c: SessionContext, id: string) =>
  c.var.caller.user.role === 'super_admin' ? null : { requirement: requirementHolds(c.env.DB, id) }

const defined = (change: UserChange) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    role?: Role
    mfaRequired?: boolean
  }
