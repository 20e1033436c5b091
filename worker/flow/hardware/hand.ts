import type { AuditAction } from '../../../schema/api/audit.ts'
import { mostTokens } from '../../../schema/api/hardware-token.ts'
import { type Action, reachOf } from '../../domain/authority.ts'
import { nameOf } from '../../domain/hardware.ts'
import { policyFor } from '../../domain/policy.ts'
import { auditOf } from '../../http/audit.ts'
import { auditRefusal, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { audit } from '../../store/audit.ts'
import { listFactorsOf } from '../../store/factor.ts'
import { listGroupsOf } from '../../store/group.ts'
import { deletePending } from '../../store/reset.ts'
import { deleteToken, handOverToken, takeToken, tokenIsUnchanged } from '../../store/token-hand.ts'
import { readToken, type TokenRecord } from '../../store/token-list.ts'
import { type Query, trip } from '../../store/trip.ts'
import { findTarget, permitOn, permitted, requireReach } from '../authority.ts'
import { endWhatRestedOn } from '../factor-reset.ts'

/** Gives a token that nobody holds to a person; it counts from its first code. */
export const assignToken = async (c: SessionContext, id: string, userId: string): Promise<void> => {
  const db = c.env.DB
  const { target, also, permit } = await findTarget(c, 'token.assign', userId, {
    token: readToken(db, id),
    groups: listGroupsOf(db, userId),
    factors: listFactorsOf(db, userId),
  })
  const { token, groups, factors } = also
  if (!token) throw new ProblemError('not_found')
  if (!policyFor(c.var.caller.settings, target, groups).holdable.includes('hardware'))
    throw new ProblemError('factor_not_allowed', {
      detail: 'The groups of this person do not allow hardware tokens.',
    })
  if (token.owner)
    throw new ProblemError('conflict', { detail: 'Somebody holds this token already.' })
  if (factors.filter(({ method }) => method === 'hardware').length >= mostTokens)
    throw new ProblemError('conflict', {
      detail: `This person holds ${mostTokens} tokens, and may hold no more.`,
    })
  const factorId = crypto.randomUUID()
  const handed = { id, factorId, userId, name: nameOf(token.serial) }
  await trip(
    db,
    permit,
    { unchanged: tokenIsUnchanged(db, token) },
    handOverToken(db, handed, c.var.now),
    {
      // Who was about to enroll on the password alone is asked for a code of this token instead.
      held: deletePending(db, userId),
      audit: line(c, 'token-assigned', token, userId),
    },
  )
}

/** Takes a token from whoever holds it. */
export const unassignToken = async (c: SessionContext, id: string): Promise<void> => {
  const { token, permit } = await findHeld(c, 'token.unassign', id)
  await trip(
    c.env.DB,
    permit,
    { unchanged: tokenIsUnchanged(c.env.DB, token) },
    { taken: takeToken(c.env.DB, token.factorId) },
    { audit: line(c, 'token-unassigned', token, token.owner.id) },
    endWhatRestedOn(c.env.DB, token.owner.id),
  )
}

/** For good, whoever holds it. */
export const removeToken = async (c: SessionContext, id: string): Promise<void> => {
  const db = c.env.DB
  const { token } = await trip(db, { token: readToken(db, id) })
  if (!token) throw new ProblemError('not_found')
  const { owner } = token
  await requireReachOfToken(c, 'token.delete', token)
  await trip(
    db,
    owner ? permitOn(c, 'token.delete', owner.id) : permitted(c),
    { unchanged: tokenIsUnchanged(db, token) },
    { gone: deleteToken(db, id) },
    { audit: line(c, 'token-deleted', token, owner?.id) },
    owner && endWhatRestedOn(db, owner.id),
  )
}

/** @throws ProblemError forbidden, which the audit remembers */
const requireReachOfToken = async (
  c: SessionContext,
  action: Action,
  { owner }: TokenRecord,
): Promise<void> => {
  if (owner) return requireReach(c, action, owner)
  if (reachOf(c.var.caller.user.role, action).includes('system')) return
  await auditRefusal(c, action)
  throw new ProblemError('forbidden')
}

type InHand = TokenRecord & { owner: NonNullable<TokenRecord['owner']>; factorId: string }

/**
 * A token that somebody holds to whom this may be done, with what else the same trip should bring.
 * @throws ProblemError not_found, conflict where nobody holds it, or forbidden
 */
export const findHeld = async <Q extends Record<string, Query<unknown>>>(
  c: SessionContext,
  action: Action,
  id: string,
  more?: Q,
) => {
  const also = await trip(c.env.DB, { token: readToken(c.env.DB, id) }, more ?? ({} as Q))
  const { token } = also
  if (!token) throw new ProblemError('not_found')
  const { owner, factorId } = token
  if (!owner || !factorId)
    throw new ProblemError('conflict', { detail: 'Nobody holds this token.' })
  await requireReach(c, action, owner)
  const held: InHand = { ...token, owner, factorId }
  return { token: held, also, permit: permitOn(c, action, owner.id) }
}

/** The log knows a token by its serial: letters and digits, nothing that a person wrote. */
const line = (c: SessionContext, action: AuditAction, token: TokenRecord, subjectId?: string) => {
  const about = { action, outcome: token.canonicalSerial, actorId: c.var.caller.user.id }
  return audit(c.env.DB, auditOf(c, { ...about, ...(subjectId && { subjectId }) }), c.var.now)
}
