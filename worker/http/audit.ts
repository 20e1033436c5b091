import type { AuditAction } from '../../schema/api/audit.ts'
import type { AuditEntry } from '../store/audit.ts'
import type { AppContext } from './context.ts'

type Happening = {
  action: AuditAction
  outcome: string
  /** Whoever does it; null where nobody is known. */
  actorId: string | null
  /** To whom it is done, where that is somebody else. */
  subjectId?: string
}

/** An audit line for what this request does, with where it came from, and by way of which application. */
export const auditOf = (
  c: AppContext,
  { action, outcome, actorId, subjectId }: Happening,
): AuditEntry => ({
  eventId: c.var.eventId,
  action,
  outcome: c.var.visitor.application ? `${outcome}@${c.var.visitor.application}` : outcome,
  actorId,
  subjectId: subjectId ?? actorId,
  network: c.var.visitor.network,
  browser: c.var.visitor.browser,
})
