import { Hono } from 'hono'
import type { PolicyTrace } from '../../../schema/api/policy.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { nextStep, reasonsOf } from '../../domain/login.ts'
import { policyFor } from '../../domain/policy.ts'
import { findTarget } from '../../flow/authority.ts'
import { params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { listFactorsOf } from '../../store/factor.ts'
import { listGroupsOf } from '../../store/group.ts'
import { anyFreeToken } from '../../store/hardware-token.ts'

/** 'Why was I asked?': what policy decides about a person, and what made it. */
export const userPolicy = new Hono<AppEnv>().get(
  '/:id/policy',
  requireSession(),
  authorize('user.policy'),
  params(IdParam),
  async (c) => {
    const { id } = c.req.valid('param')
    const { target, also } = await findTarget(c, 'user.policy', id, {
      groups: listGroupsOf(c.env.DB, id),
      factors: listFactorsOf(c.env.DB, id),
      freeTokens: anyFreeToken(c.env.DB),
    })
    const policy = policyFor(c.var.caller.settings, target, also.groups, also.freeTokens)
    const trace: PolicyTrace = {
      decisions: policy.decisions,
      signIn: {
        step: nextStep(policy, also.factors, false),
        inTrustedBrowser: nextStep(policy, also.factors, true),
        because: reasonsOf(policy, also.factors),
      },
    }
    return c.json(trace)
  },
)
