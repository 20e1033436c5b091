import type { Resynced } from '../../../schema/api/hardware-token.ts'
import { stepAt } from '../../../schema/otp/totp.ts'
import type { TypedCodes } from '../../domain/hardware.ts'
import { hardware, proveAny } from '../../factor/hardware.ts'
import { auditOf } from '../../http/audit.ts'
import type { SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { attemptSubject, type Barrier } from '../../store/attempt.ts'
import { auditSpent } from '../../store/audit.ts'
import type { HeldToken } from '../../store/hardware-token.ts'
import { type Query, trip } from '../../store/trip.ts'
import { checkFactor } from '../factor-check.ts'
import { spendFactor } from '../factor.ts'

/**
 * Sets right what is thought of a token's clock, by two codes in a row (RFC 6238, section 6). It proves
 * nobody. Guesses count against the token's owner as any others do, whoever makes them.
 *
 * @param before first in each batch
 * @throws ProblemError as `checkFactor` does
 */
export const resyncToken = async (
  c: SessionContext,
  { token, barrier }: { token: HeldToken; barrier: Barrier },
  typed: Required<TypedCodes>,
  before: Record<string, Query<unknown>> = {},
): Promise<Resynced> => {
  const { user, policy } = c.var.caller
  const about = { action: 'token-resynced' as const, subjectId: token.userId }
  const throttle = attemptSubject.factor('hardware', token.userId)
  const attempt = { kind: hardware, prover: proveAny([token], typed), throttle, barrier }
  const proved = await checkFactor(c, { ...attempt, ...about, user, policy }, before)
  const { use, consequences } = proved.proof
  const line = auditOf(c, { ...about, outcome: token.canonicalSerial, actorId: user.id })
  const event = { eventId: c.var.eventId, sessionId: '', now: c.var.now }
  const { spent } = await trip(c.env.DB, before, spendFactor(c, proved), {
    ...consequences(c.env.DB, event),
    audit: auditSpent(c.env.DB, line, use.subject, c.var.now),
  })
  if (!spent) throw new ProblemError('invalid_code')
  return { drift: use.counter - stepAt(c.var.now, token.period) }
}
