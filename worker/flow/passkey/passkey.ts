import type { AuditAction } from '../../../schema/api/audit.ts'
import { decodeBase64Url } from '../../crypto/keyring.ts'
import { networkSchedule, shutAt } from '../../domain/attempt.ts'
import { keyAmr } from '../../domain/passkey.ts'
import type { SessionRecord } from '../../domain/session.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppContext } from '../../http/context.ts'
import { ProblemError } from '../../http/problem.ts'
import { passkeyCounts } from '../../store/assertion.ts'
import { attemptSubject, countAttempt, readStrangersShut } from '../../store/attempt.ts'
import { auditThrottled } from '../../store/audit.ts'
import { closeChallenge, readChallenge } from '../../store/challenge.ts'
import { findPasskey, notePasskeyUse } from '../../store/passkey.ts'
import { useSubject } from '../../store/single-use.ts'
import { AssertionFailed, trip } from '../../store/trip.ts'
import { readClientData } from './client-data.ts'
import { type ProvedFactor, shutProblem } from '../factor.ts'
import { type Asserted, type AssertionRefusal, credentialIdOf } from './assertion.ts'
import { beginSession, requireBegun, type SignIn } from '../session.ts'

type Response = { id: string; rawId: string; response: { clientDataJSON: string } }

/** What the browser says it was asked; whether it was, and signed it, is verified. */
const challengeIn = ({ response }: Response): Uint8Array | null => {
  const challenge = readClientData(response.clientDataJSON)?.challenge
  return typeof challenge === 'string' ? decodeBase64Url(challenge) : null
}

/** What judging an assertion needs to know, for whichever trip comes first. */
export const assertionQueries = (c: AppContext, response: Response) => ({
  challenge: readChallenge(
    c.env.DB,
    { tokenHash: c.var.tokens.challenge, challenge: challengeIn(response) },
    c.var.now,
  ),
  stored: findPasskey(c.env.DB, credentialIdOf(response)),
})

/** Whether the network that a stranger comes from is shut, for the same trip. */
export const networkQueries = (c: AppContext) => ({
  until: readStrangersShut(
    c.env.DB,
    attemptSubject.network(c.var.visitor.network),
    c.var.tokens.known,
    c.var.now,
  ),
})

/** @throws ProblemError too_many_attempts while the network that a stranger comes from is shut */
export const requireOpenNetwork = async (c: AppContext, until: number | null): Promise<void> => {
  const shut = shutAt(until, c.var.now)
  if (!shut) return
  const line = auditOf(c, { action: 'sign-in', outcome: 'passkey:throttled', actorId: null })
  await trip(c.env.DB, { audit: auditThrottled(c.env.DB, line, c.var.now) })
  throw shutProblem(shut)
}

/** Signed by the right key, and not enough all the same. */
const short = {
  blocked: 'factor_not_allowed',
  'not-verified': 'user_verification_required',
} as const

/**
 * An assertion is refused, and audited. A wrong one is counted against the network, for whom it was meant
 * to be nobody can tell: unknown, deleted, disabled and forged get one answer.
 */
export const refuseAssertion = async (
  c: AppContext,
  action: AuditAction,
  reason: AssertionRefusal | 'disabled' | keyof typeof short,
  userId: string | null,
): Promise<ProblemError> => {
  const line = auditOf(c, { action, outcome: `passkey:${reason}`, actorId: userId })
  if (reason === 'blocked' || reason === 'not-verified') {
    await trip(c.env.DB, { audit: auditThrottled(c.env.DB, line, c.var.now) })
    return new ProblemError(short[reason])
  }
  const network = attemptSubject.network(c.var.visitor.network)
  await trip(c.env.DB, {
    // Who is known here goes on where it is shut: not to fill the log.
    audit: auditThrottled(c.env.DB, line, c.var.now, network),
    counted: countAttempt(c.env.DB, network, networkSchedule, c.var.now),
  })
  return new ProblemError('invalid_passkey')
}

/** What a right assertion proves; it counts once its challenge has been spent, by this very event. */
export const provedBy = (
  c: AppContext,
  { challenge, stored, signCount, backedUp, userVerified }: Extract<Asserted, { kind: 'good' }>,
): { factor: ProvedFactor; before: Record<string, ReturnType<typeof passkeyCounts>> } => {
  const { factorId, userId } = stored
  const subject = useSubject.challenge(challenge.id)
  return {
    before: { counts: passkeyCounts(c.env.DB, { factorId, signCount, challenge: subject }) },
    factor: {
      method: 'passkey',
      amr: keyAmr(stored.backupEligible),
      forgives: [],
      // Nothing is counted: a challenge that was spent already is no guess.
      counts: null,
      proof: {
        use: { subject, counter: 1, holder: { factorId, userId } },
        consequences: (db, { eventId, sessionId, now }) => ({
          answered: closeChallenge(db, challenge.id, { subject, eventId }),
          ...notePasskeyUse(db, { factorId, signCount, backedUp, userVerified, sessionId }, now),
        }),
      },
    },
  }
}

/**
 * Begins the session. Another assertion of the same credential may have counted further meanwhile: then
 * one of them is a copy's, and nothing begins.
 *
 * @throws ProblemError invalid_passkey
 */
export const beginByPasskey = async (
  c: AppContext,
  grounds: SignIn,
  before: Record<string, ReturnType<typeof passkeyCounts>>,
): Promise<SessionRecord> => {
  try {
    return requireBegun(await beginSession(c, grounds, before), 'invalid_passkey')
  } catch (error) {
    if (!(error instanceof AssertionFailed) || error.assertion !== 'passkey_counts') throw error
    throw await refuseAssertion(c, grounds.action, 'cloned', grounds.user.id)
  }
}
