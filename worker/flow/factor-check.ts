import type { AuditAction } from '../../schema/api/audit.ts'
import { shutAt } from '../domain/attempt.ts'
import type { Policy } from '../domain/policy.ts'
import type { FactorKind, FactorRefusal, Prover } from '../factor/kind.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import type { Barrier } from '../store/attempt.ts'
import { audit, auditThrottled } from '../store/audit.ts'
import { type Query, trip } from '../store/trip.ts'
import type { UserRecord } from '../store/user.ts'
import {
  countFailure,
  countOnNetwork,
  type Counts,
  justShut,
  networkOf,
  type Proved,
  type ProvedFactor,
  shutProblem,
} from './factor.ts'

export type FactorAttempt = {
  kind: Pick<FactorKind, 'amr' | 'forgives'> & { method: Proved }
  prover: Prover
  /** What failures count against. */
  throttle: string
  barrier: Barrier
  user: UserRecord
  policy: Policy
  action: AuditAction
  /** To whom it is done, where that is somebody else. */
  subjectId?: string
}

/**
 * Judges a code. A wrong one is counted and audited, and refused; while the factor is shut even a right
 * one is refused, and not looked at.
 *
 * @param also written with a refusal, for what was right all the same: the password
 * @throws ProblemError too_many_attempts, factor_suspended, malformed_request or invalid_code
 */
export const checkFactor = (
  c: AppContext,
  attempt: FactorAttempt,
  also: Record<string, Query<unknown>> = {},
): Promise<ProvedFactor> => checkAnyFactor(c, [attempt], also)

/**
 * As `checkFactor`, for a code that may be of several kinds: each that is open is tried, and the first is
 * counted where none knows the code. Whichever knows it speaks for all that were tried.
 */
export const checkAnyFactor = async (
  c: AppContext,
  attempts: [FactorAttempt, ...FactorAttempt[]],
  also: Record<string, Query<unknown>> = {},
): Promise<ProvedFactor> => {
  const open = attempts.filter(({ barrier }) => !shutAt(barrier.until, c.var.now))
  const forgives = [...new Set(open.flatMap(({ kind }) => kind.forgives))]
  const refusals: { attempt: FactorAttempt; reason: FactorRefusal }[] = []
  for (const attempt of open) {
    const { kind, prover, policy } = attempt
    const moment = { now: c.var.now, policy, masterKeys: c.var.config.masterKeys }
    const proving = await prover(moment)
    if (proving.kind === 'refused') refusals.push({ attempt, reason: proving.reason })
    else
      return {
        method: kind.method,
        amr: kind.amr,
        forgives,
        proof: proving.proof,
        counts: countsOf(c, attempt),
      }
  }
  // What nobody can judge is nobody's guess, unless another kind could.
  const refused = refusals.find(({ reason }) => reason !== 'sealed') ?? refusals[0]
  throw refused
    ? await refuse(c, refused.attempt, refused.reason, also)
    : await refuseShut(c, attempts[0], also)
}

const countsOf = (c: AppContext, { throttle, barrier }: FactorAttempt): Counts => ({
  factor: throttle,
  network: barrier.known ? null : networkOf(c),
})

const lineOf = (c: AppContext, attempt: FactorAttempt, outcome: string) => {
  const { action, user, kind, subjectId } = attempt
  const about = { action, actorId: user.id, ...(subjectId && { subjectId }) }
  return auditOf(c, { ...about, outcome: `${kind.method}:${outcome}` })
}

const refuseShut = async (
  c: AppContext,
  attempt: FactorAttempt,
  also: Record<string, Query<unknown>>,
): Promise<ProblemError> => {
  const line = lineOf(c, attempt, 'throttled')
  await trip(c.env.DB, also, { audit: auditThrottled(c.env.DB, line, c.var.now) })
  return shutProblem(shutAt(attempt.barrier.until, c.var.now) ?? justShut)
}

const refuse = async (
  c: AppContext,
  attempt: FactorAttempt,
  reason: FactorRefusal,
  also: Record<string, Query<unknown>>,
): Promise<ProblemError> => {
  const counts = countsOf(c, attempt)
  const refusal = { audit: audit(c.env.DB, lineOf(c, attempt, reason), c.var.now) }
  if (reason === 'sealed') {
    // Ours to mend, not a guess: it must not wear the factor down until it is suspended.
    console.error(`Secrets of user ${attempt.user.id} cannot be opened with MASTER_KEYS.`)
    await trip(c.env.DB, also, refusal, countOnNetwork(c, counts, null))
    return new ProblemError('invalid_code')
  }
  const { counted } = await trip(c.env.DB, also, refusal, countFailure(c, counts, null))
  return counted ? refusalProblem(reason) : shutProblem(justShut)
}

const refusalProblem = (reason: Exclude<FactorRefusal, 'sealed'>): ProblemError => {
  switch (reason) {
    case 'malformed':
      return new ProblemError('malformed_request', {
        field: 'code',
        detail: 'code: is in no known form',
      })
    case 'bad-signature':
    case 'no-match':
    case 'no-token':
    case 'token-taken':
      return new ProblemError('invalid_code')
  }
}
