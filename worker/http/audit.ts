import type { AuditAction, AuditEntry } from '../store/audit.ts'
import type { AppContext } from './context.ts'

/** An audit line about that person, by that person, from this request. */
export const auditOf = (
  c: AppContext,
  userId: string | null,
  action: AuditAction,
  outcome: string,
): AuditEntry => ({
  eventId: c.var.eventId,
  action,
  outcome,
  actorId: userId,
  subjectId: userId,
  network: c.var.origin.network,
  browser: c.var.origin.browser,
})
