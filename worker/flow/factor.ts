import type { AuditAction } from '../../schema/api/audit.ts'
import type { Method } from '../../schema/api/factor.ts'
import {
  factorSchedule,
  networkSchedule,
  type Shut,
  shortestDelay,
  shutAt,
} from '../domain/attempt.ts'
import type { Policy } from '../domain/policy.ts'
import type { FactorKind, FactorRefusal, Proof, Prover } from '../factor/kind.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject, countAttempt, factorShutUntil } from '../store/attempt.ts'
import { audit, auditThrottled } from '../store/audit.ts'
import { spend, type Spent } from '../store/single-use.ts'
import { type Query, trip } from '../store/trip.ts'
import type { CallerKey, UserRecord } from '../store/user.ts'

/** A factor that was proved and has yet to be spent. */
export type ProvedFactor = {
  method: Method
  /** What it adds to a session's `amr` (RFC 8176). */
  amr: string
  proof: Proof
  /** The kinds whose count of failures this success clears. */
  forgives: readonly Method[]
  /** What failures count against. */
  throttle: string
}

/** What judging a code needs to know, for whichever trip comes first. */
export const factorQueries = async (
  c: AppContext,
  kind: FactorKind,
  caller: CallerKey,
  code: string,
) => ({
  prover: await kind.load(c.env.DB, caller, code),
  shut: factorShutUntil(c.env.DB, caller, kind.method, networkOf(c)),
})

const networkOf = (c: AppContext): string => attemptSubject.network(c.var.visitor.network)

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
 * @throws ProblemError too_many_attempts, factor_suspended, malformed_request or invalid_code
 */
export const checkFactor = async (
  c: AppContext,
  attempt: FactorAttempt,
  also: Record<string, Query<unknown>> = {},
): Promise<ProvedFactor> => {
  const { kind, prover, throttle, user, policy } = attempt
  const { method, amr, forgives } = kind
  const line = (outcome: string) =>
    auditOf(c, { action: attempt.action, outcome: `${method}:${outcome}`, actorId: user.id })
  const shut = shutAt(attempt.shut, c.var.now)
  if (shut) {
    await trip(c.env.DB, also, { audit: auditThrottled(c.env.DB, line('throttled'), c.var.now) })
    throw shutProblem(shut)
  }
  const proving = await prover({ now: c.var.now, policy, masterKeys: c.var.config.masterKeys })
  if (proving.kind === 'proved') return { method, amr, forgives, proof: proving.proof, throttle }
  const refusal = { audit: audit(c.env.DB, line(proving.reason), c.var.now) }
  if (proving.reason === 'sealed') {
    // Ours to mend, not a guess: it must not wear the factor down until it is suspended.
    console.error(`Secrets of user ${user.id} cannot be opened with MASTER_KEYS.`)
    await trip(c.env.DB, also, refusal, { networkCounted: countOnNetwork(c, null) })
    throw new ProblemError('invalid_code')
  }
  const { counted } = await trip(c.env.DB, also, refusal, countFailure(c, throttle, null))
  throw counted ? refusalProblem(proving.reason) : shutProblem(justShut)
}

const refusalProblem = (reason: Exclude<FactorRefusal, 'sealed'>): ProblemError => {
  switch (reason) {
    case 'malformed':
      return new ProblemError('malformed_request', {
        field: 'code',
        detail: 'code: is in no known form',
      })
    case 'no-match':
      return new ProblemError('invalid_code')
  }
}

/** Shut by somebody else between the two trips: how long, only the next attempt learns. */
export const justShut: Shut = { kind: 'delay', seconds: shortestDelay }

/** 429: seconds to wait, or, where waiting does not help, what does. */
export const shutProblem = (shut: Shut): ProblemError =>
  shut.kind === 'suspended'
    ? new ProblemError('factor_suspended', { detail: 'A recovery code or an administrator helps.' })
    : new ProblemError('too_many_attempts', { retryAfter: shut.seconds })

/**
 * Spends a proved factor. A right code that somebody else has spent counts as a wrong one, against the
 * factor and the network. Whatever rests on `spent` asks for this event in the same batch.
 */
export const spendFactor = (c: AppContext, { proof, throttle }: ProvedFactor) => ({
  spent: spend(c.env.DB, proof.use, [throttle, networkOf(c)], c.var.eventId, c.var.now),
  ...countFailure(c, throttle, proof.use.subject),
})

/** One failure, against the factor and the network; not where `subject` was spent by this request. */
const countFailure = (c: AppContext, throttle: string, subject: string | null) => {
  const unless = subject === null ? null : { subject, eventId: c.var.eventId }
  return {
    counted: countAttempt(c.env.DB, throttle, factorSchedule, c.var.now, unless),
    networkCounted: countOnNetwork(c, unless),
  }
}

const countOnNetwork = (c: AppContext, unless: Spent | null) =>
  countAttempt(c.env.DB, networkOf(c), networkSchedule, c.var.now, unless)
