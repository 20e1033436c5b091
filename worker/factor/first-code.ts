import { confirmFactor } from '../store/factor.ts'
import { closeEnrollments } from '../store/pending-login.ts'
import { endUnprovedSessions } from '../store/session.ts'

/** The first code of a key makes it count (design rule 3), and closes what the password alone had opened. */
export const firstCode = (
  db: D1Database,
  factor: { factorId: string; userId: string },
  sessionId: string,
  now: number,
) => ({
  confirmed: confirmFactor(db, factor.factorId, sessionId, now),
  closed: closeEnrollments(db, factor.userId, sessionId),
  ended: endUnprovedSessions(db, factor, sessionId),
})
