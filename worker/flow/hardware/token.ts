import {
  type HardwareToken,
  type HardwareTokenDetails,
  type TokenAction,
  tokenActions,
} from '../../../schema/api/hardware-token.ts'
import { mayAct, reachOf } from '../../domain/authority.ts'
import { driftPerDay, leavesAt } from '../../domain/drift.ts'
import type { SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { readToken, type TokenRecord } from '../../store/token-list.ts'
import { trip } from '../../store/trip.ts'

/** A token as administrators see it. @param driftSteps to each side, as the setting is now */
export const showToken = (token: TokenRecord, driftSteps: number): HardwareToken => {
  const { id, serial, series, model, state, owner, digits, period, algorithm, clock } = token
  return {
    id,
    serial,
    series,
    model,
    state,
    owner: owner && { id: owner.id, username: owner.username },
    digits,
    period,
    algorithm,
    drift: clock.drift,
    lastUsedAt: clock.lastUsedAt,
    driftPerDay: driftPerDay(clock),
    leavesAt: leavesAt(clock, driftSteps),
  }
}

/** With what whoever asks may do with it. @throws ProblemError not_found */
export const describeToken = async (
  c: SessionContext,
  id: string,
): Promise<HardwareTokenDetails> => {
  const { token } = await trip(c.env.DB, { token: readToken(c.env.DB, id) })
  if (!token) throw new ProblemError('not_found')
  return {
    ...showToken(token, c.var.caller.policy.hardware.driftSteps),
    may: tokenActions.filter((action) => mayDo(c, action, token)),
  }
}

const mayDo = (c: SessionContext, action: TokenAction, { owner }: TokenRecord): boolean => {
  const { user } = c.var.caller
  if (owner) return action !== 'assign' && mayAct(user, `token.${action}`, owner)
  if (action === 'assign') return reachOf(user.role, 'token.assign').length > 0
  return reachOf(user.role, `token.${action}`).includes('system')
}
