import { type Action, mayAct, reachOf, type Target } from '../domain/authority.ts'
import { auditRefusal, type SessionContext } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { type Actor, permit } from '../store/assertion.ts'
import { type Query, trip } from '../store/trip.ts'
import { readPerson, type PersonRecord } from '../store/person.ts'

/** Who is acting, for a batch to hold on to. */
export const actorOf = (c: SessionContext): Actor => {
  const { user, session } = c.var.caller
  return { ...user, sessionId: session.id }
}

/** First in a batch that changes something that is nobody's own. */
export const permitted = (c: SessionContext) => ({
  permit: permit(c.env.DB, actorOf(c), null),
})

/**
 * The person that an action is done to, with whatever the same trip should bring.
 *
 * @returns `permit`: first in the batch that does it; there the actor's and the target's roles are asked again
 * @throws ProblemError not_found, or forbidden where the actor may not do that to this person
 */
export const findTarget = async <Q extends Record<string, Query<unknown>>>(
  c: SessionContext,
  action: Action,
  id: string,
  also: Q,
) => {
  const found = await trip(c.env.DB, { target: readPerson(c.env.DB, id) }, also)
  const { target } = found
  if (!target) throw new ProblemError('not_found')
  await requireReach(c, action, target)
  return { target, also: found, permit: permitOn(c, action, id) }
}

/** @throws ProblemError forbidden, which the audit remembers */
export const requireReach = async (
  c: SessionContext,
  action: Action,
  target: { id: string; role: PersonRecord['role'] },
): Promise<void> => {
  if (mayAct(c.var.caller.user, action, target)) return
  await auditRefusal(c, action, target.id)
  throw new ProblemError('forbidden')
}

/** What a batch must begin with that does this to that person. */
export const permitOn = (c: SessionContext, action: Action, targetId: string) => {
  const roles = reachOf(c.var.caller.user.role, action).filter(isRole)
  return { permit: permit(c.env.DB, actorOf(c), { targetId, roles }) }
}

const isRole = (target: Target) => target !== 'system'
