import type { AppContext } from '../http/context.ts'
import type { Pending } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { auditOf } from '../http/audit.ts'
import { auditSpent } from '../store/audit.ts'
import { openEnrollment } from '../store/pending-login.ts'
import { trip } from '../store/trip.ts'
import { type ProvedFactor, spendFactor } from './factor.ts'

/** An enrollment ticket is checked as a factor is, and is none: it begins no session. */
export const ticketKind = { method: 'ticket', amr: '', forgives: [] } as const

/**
 * Spends a ticket: whoever was held at the door for it may enroll, in this pending login and no other.
 * @throws ProblemError invalid_code where somebody else spent it, or the pending login is over
 */
export const openByTicket = async (
  c: AppContext,
  { user, pending }: Pending,
  factor: ProvedFactor,
): Promise<void> => {
  const { use, consequences } = factor.proof
  const event = { eventId: c.var.eventId, sessionId: '', now: c.var.now }
  const line = auditOf(c, { action: 'ticket-used', outcome: 'done', actorId: user.id })
  const { opened } = await trip(c.env.DB, spendFactor(c, factor), {
    opened: openEnrollment(c.env.DB, pending.id, use.subject, event.eventId),
    ...consequences(c.env.DB, event),
    audit: auditSpent(c.env.DB, line, use.subject, c.var.now),
  })
  if (!opened) throw new ProblemError('invalid_code')
}
