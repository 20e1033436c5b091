import { keyAmr } from '../../domain/passkey.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppContext } from '../../http/context.ts'
import type { Enrollee } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { attemptSubject } from '../../store/attempt.ts'
import { auditThrottled } from '../../store/audit.ts'
import { type ChallengeRecord, closeChallenge } from '../../store/challenge.ts'
import { insertConfirmedFactor } from '../../store/factor.ts'
import { insertPasskey } from '../../store/passkey.ts'
import { closeEnrollments } from '../../store/pending-login.ts'
import { endUnprovedSessions } from '../../store/session.ts'
import { useSubject } from '../../store/single-use.ts'
import { trip } from '../../store/trip.ts'
import type { ProvedFactor } from '../factor.ts'
import type { Registered } from './registration.ts'

type New = {
  id: string
  name: string
  challenge: ChallengeRecord
  registered: Extract<Registered, { kind: 'good' }>
}

/** A new credential counts with the session that its challenge begins. */
export const enrolledBy = (
  { user }: Enrollee,
  { id, name, challenge, registered }: New,
): ProvedFactor => {
  const { passkey: made } = registered
  const subject = useSubject.challenge(challenge.id)
  return {
    method: 'passkey',
    amr: keyAmr(made.backupEligible),
    forgives: [],
    counts: { factor: attemptSubject.enrollment(challenge.id), network: null },
    proof: {
      use: { subject, counter: 1, holder: null },
      consequences: (db, { sessionId, eventId, now }) => ({
        added: insertConfirmedFactor(
          db,
          { id, userId: user.id, method: 'passkey', name },
          sessionId,
          now,
        ),
        credential: insertPasskey(db, { ...made, factorId: id }),
        closed: closeEnrollments(db, user.id, sessionId),
        answered: closeChallenge(db, challenge.id, { subject, eventId }),
        ended: endUnprovedSessions(db, { factorId: id, userId: user.id }, sessionId),
      }),
    },
  }
}

/** What is wrong with a new credential its owner may know: they made it. */
export const refuseNew = async (
  c: AppContext,
  reason: Extract<Registered, { kind: 'refused' }>['reason'],
  userId: string,
): Promise<ProblemError> => {
  const line = auditOf(c, {
    action: 'factor-enrolled',
    outcome: `passkey:${reason}`,
    actorId: userId,
  })
  await trip(c.env.DB, { audit: auditThrottled(c.env.DB, line, c.var.now) })
  return reason === 'not-attested'
    ? new ProblemError('factor_not_allowed', {
        detail: 'Your organization does not let this kind of authenticator in.',
      })
    : new ProblemError('invalid_passkey')
}
