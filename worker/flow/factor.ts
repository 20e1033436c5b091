import type { AuditAction } from '../../schema/api/audit.ts'
import type { Method } from '../../schema/api/factor.ts'
import {
  factorSchedule,
  networkSchedule,
  type Shut,
  shortestDelay,
  shutAt,
} from '../domain/attempt.ts'
import type { TypedCodes } from '../domain/hardware.ts'
import { acceptedMethods } from '../domain/login.ts'
import type { Policy } from '../domain/policy.ts'
import type { FactorKind, FactorRefusal, Proof, Prover } from '../factor/kind.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import {
  attemptSubject,
  type Barrier,
  type BarrierQuestion,
  countAttempt,
  readBarrier,
} from '../store/attempt.ts'
import { audit, auditThrottled } from '../store/audit.ts'
import type { FactorRecord } from '../store/factor.ts'
import { spend, type Spent } from '../store/single-use.ts'
import { type Query, trip } from '../store/trip.ts'
import type { CallerKey, UserRecord } from '../store/user.ts'

/** What is checked as a factor is: the kinds, and the ticket that opens enrollment. */
export type Proved = Method | 'ticket'

/** A factor that was proved and has yet to be spent. */
export type ProvedFactor = {
  method: Proved
  /** What it adds to a session's `amr` (RFC 8176). */
  amr: string
  proof: Proof
  /** The kinds whose count of failures this success clears. */
  forgives: readonly Method[]
  /** What failures count against: the factor, and the network, unless this browser is known. */
  counts: Counts | null
}
type Counts = { factor: string; network: string | null }

/**
 * What judging a code needs to know, for whichever trip comes first.
 * @throws ProblemError malformed_request for a second code of a kind that never asks for one
 */
export const factorQueries = async (
  c: AppContext,
  kind: FactorKind,
  caller: CallerKey,
  typed: TypedCodes,
) => {
  if (typed.nextCode !== undefined && kind.method !== 'hardware')
    throw new ProblemError('malformed_request', {
      field: 'nextCode',
      detail: 'nextCode: is for hardware tokens',
    })
  const { now, config } = c.var
  const question = { caller, ...typed, now, masterKeys: config.masterKeys }
  return {
    prover: await kind.load(c.env.DB, question),
    barrier: barrierOf(c, caller, { method: kind.method }),
  }
}

/** What stands before a factor, for whichever trip comes first. */
export const barrierOf = (c: AppContext, caller: CallerKey, factor: BarrierQuestion['factor']) =>
  readBarrier(
    c.env.DB,
    { caller, factor, network: networkOf(c), knownHash: c.var.tokens.known },
    c.var.now,
  )

const networkOf = (c: AppContext): string => attemptSubject.network(c.var.visitor.network)

/** Whether policy takes a code of that kind from this person; of what they do not have it says nothing. */
export const isAccepted = (
  { policy, factors }: { policy: Policy; factors: FactorRecord[] },
  method: Method,
): boolean =>
  !factors.some((factor) => factor.method === method) ||
  acceptedMethods(policy, factors).includes(method)

/** @throws ProblemError factor_not_allowed */
export const requireAccepted = (
  who: { policy: Policy; factors: FactorRecord[] },
  method: Method,
): void => {
  if (!isAccepted(who, method)) throw new ProblemError('factor_not_allowed')
}

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
    case 'no-match':
    case 'no-token':
    case 'token-taken':
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
export const spendFactor = (c: AppContext, { proof, counts }: ProvedFactor) => ({
  spent: spend(
    c.env.DB,
    proof.use,
    [counts?.factor, counts?.network].filter((subject) => typeof subject === 'string'),
    c.var.eventId,
    c.var.now,
  ),
  ...(counts && countFailure(c, counts, { subject: proof.use.subject, eventId: c.var.eventId })),
})

/** One failure, against the factor and the network; not what was spent by this request. */
const countFailure = (c: AppContext, counts: Counts, unless: Spent | null) => ({
  counted: countAttempt(c.env.DB, counts.factor, factorSchedule, c.var.now, {
    unless,
    alongside: counts.network,
  }),
  ...countOnNetwork(c, counts, unless),
})

const countOnNetwork = (c: AppContext, { network }: Counts, unless: Spent | null) => ({
  networkCounted:
    network === null
      ? null
      : countAttempt(c.env.DB, network, networkSchedule, c.var.now, { unless }),
})
