import type { LoginAnswer } from '../../schema/api/login.ts'
import type { AppContext } from '../http/context.ts'
import { auditOf } from '../http/audit.ts'
import type { Pending } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { auditSpent } from '../store/audit.ts'
import { openRegistration } from '../store/pending-login.ts'
import { trip } from '../store/trip.ts'
import { type ProvedFactor, spendFactor } from './factor.ts'
import { hold, type Held } from './pending-login.ts'

/*
 * Where other authenticator apps count no more, a right code of one begins no session: it lets its owner
 * register ours in its place.
 */

/**
 * Whoever was asked for the code may register now, in this pending login and no other.
 * @throws ProblemError invalid_code where somebody else spent it, or the pending login is over
 */
export const openToDevice = async (
  c: AppContext,
  { user, pending }: Pending,
  factor: ProvedFactor,
): Promise<void> => {
  const { subject } = factor.proof.use
  const { opened } = await trip(c.env.DB, spending(c, factor), {
    opened: openRegistration(c.env.DB, pending.id, { subject, eventId: c.var.eventId }),
    audit: auditSpent(c.env.DB, lineOf(c, user.id), subject, c.var.now),
  })
  if (!opened) throw new ProblemError('invalid_code')
}

/**
 * The same, where the code came along with the password.
 * @throws ProblemError invalid_code where somebody else spent it, or the person is not who was judged
 */
export const holdForDevice = async (
  c: AppContext,
  held: Held,
  factor: ProvedFactor,
): Promise<LoginAnswer> => {
  const { subject } = factor.proof.use
  const settled = {
    ...held.settled,
    ...spending(c, factor),
    registrationAudit: auditSpent(c.env.DB, lineOf(c, held.user.id), subject, c.var.now),
  }
  const opening = { subject, eventId: c.var.eventId }
  return hold(c, { ...held, settled }, 'enrollment', { opening })
}

const spending = (c: AppContext, factor: ProvedFactor) => ({
  ...spendFactor(c, factor),
  ...factor.proof.consequences(c.env.DB, {
    eventId: c.var.eventId,
    sessionId: '',
    now: c.var.now,
  }),
})

const lineOf = (c: AppContext, actorId: string) =>
  auditOf(c, { action: 'sign-in', outcome: 'totp:registration-required', actorId })
