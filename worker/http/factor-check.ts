import { factorSchedule, networkSchedule, suspended } from '../domain/attempt.ts'
import type { Policy } from '../domain/policy.ts'
import type { FactorKind, FactorRefusal, Proof, Prover } from '../factor/kind.ts'
import { attemptSubject, countAttempt, factorShutUntil } from '../store/attempt.ts'
import { audit, type AuditAction, auditThrottled } from '../store/audit.ts'
import { type Query, trip } from '../store/trip.ts'
import type { Proof as CallerProof, UserRecord } from '../store/user.ts'
import { auditOf } from './audit.ts'
import type { AppContext } from './context.ts'
import { ProblemError } from './problem.ts'

/** A factor that was proved and has yet to be spent. `throttle` is what its failures count against. */
export type ProvedFactor = { kind: FactorKind; proof: Proof; throttle: string }

type Extra = Record<string, Query<unknown>>

/** What judging a code needs to know, for whichever trip comes first. */
export const factorQueries = async (
  db: D1Database,
  kind: FactorKind,
  caller: CallerProof,
  code: string,
) => ({
  prover: await kind.load(db, caller, code),
  shut: factorShutUntil(db, caller, kind.method),
})

export type FactorAttempt = {
  kind: FactorKind
  prover: Prover
  /** What failures count against, and when that opens again. */
  throttle: string
  shut: number | null
  user: UserRecord
  policy: Policy
  action: AuditAction
}

/**
 * Judges a code. A wrong one is counted and audited, and refused; while the factor is shut even a right
 * one is refused, and not looked at.
 *
 * @param also written with a refusal, for what was right all the same: the password
 */
export const checkFactor = async (
  c: AppContext,
  attempt: FactorAttempt,
  also: Extra,
): Promise<ProvedFactor> => {
  const { kind, prover, throttle, shut, user, policy } = attempt
  if (shut !== null && shut > c.var.now) {
    const line = auditOf(c, user.id, attempt.action, `${kind.method}:throttled`)
    await trip(c.env.DB, { ...also, audit: auditThrottled(c.env.DB, line, c.var.now) })
    throw tooManyAttempts(shut - c.var.now)
  }
  const proving = await prover({ now: c.var.now, policy, masterKeys: c.var.config.masterKeys })
  if (proving.kind === 'proved') return { kind, proof: proving.proof, throttle }
  const line = auditOf(c, user.id, attempt.action, `${kind.method}:${proving.reason}`)
  const { counted } = await trip(c.env.DB, {
    ...also,
    ...countFailure(c, throttle, null),
    audit: audit(c.env.DB, line, c.var.now),
  })
  throw counted ? refusalProblem(proving.reason) : tooManyAttempts(shortest)
}

/** A seal that cannot be opened is ours to mend, but tells a guesser nothing. */
const refusalProblem = (reason: FactorRefusal): ProblemError =>
  reason === 'malformed'
    ? new ProblemError('malformed_request', { field: 'code', detail: 'code: is in no known form' })
    : new ProblemError('invalid_code')

const shortest = 30

/** 429: seconds to wait, or, for a suspended factor, what helps instead. */
export const tooManyAttempts = (seconds: number): ProblemError =>
  seconds > suspended / 2
    ? new ProblemError('too_many_attempts', {
        detail: 'This factor is suspended. A recovery code or an administrator can help.',
        retryAfter: 86_400,
      })
    : new ProblemError('too_many_attempts', { retryAfter: seconds })

/** One failure, against the factor and the network; not where `subject` was spent by this request. */
export const countFailure = (c: AppContext, throttle: string, subject: string | null) => {
  const unless = subject === null ? null : { subject, eventId: c.var.eventId }
  const network = attemptSubject.network(c.var.origin.network)
  return {
    counted: countAttempt(c.env.DB, throttle, factorSchedule, c.var.now, unless),
    networkCounted: countAttempt(c.env.DB, network, networkSchedule, c.var.now, unless),
  }
}
