import { Hono } from 'hono'
import { FactorId, type Factors } from '../../schema/api/factor.ts'
import { realFactors } from '../domain/factor.ts'
import { auditOf } from '../http/audit.ts'
import { params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireEnrollee, requireFresh, requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { auditIf } from '../store/audit.ts'
import { deleteOrphanedRecovery, removeFactor } from '../store/factor.ts'
import { countRecoveryCodes } from '../store/recovery-code.ts'
import { trip } from '../store/trip.ts'

/** My second factors, whatever their kind. How one is added is its kind's own route. */
export const factor = new Hono<AppEnv>()
  .get('/', requireEnrollee({ fresh: false }), async (c) => {
    const { factors, policy, proof } = c.var.caller
    const { left } = await trip(c.env.DB, { left: countRecoveryCodes(c.env.DB, proof) })
    return c.json({
      factors: realFactors(factors),
      recoveryCodesLeft: left,
      enrollable: policy.enrollable,
    } satisfies Factors)
  })
  .delete('/:id', requireSession(), requireFresh(), params(FactorId), async (c) => {
    const { user, session, factors } = c.var.caller
    const { id } = c.req.valid('param')
    if (!factors.some((one) => one.id === id)) throw new ProblemError('not_found')
    const line = auditOf(c, user.id, 'factor-removed', 'done')
    const { removed } = await trip(c.env.DB, {
      ...removeFactor(c.env.DB, id, user.id, session.id),
      orphaned: deleteOrphanedRecovery(c.env.DB, user.id),
      audit: auditIf(c.env.DB, line, { when: 'factor-missing', id }, c.var.now),
    })
    if (!removed)
      throw new ProblemError('conflict', {
        detail: 'This is your last second factor, and you must have one.',
      })
    return c.body(null, 204)
  })
