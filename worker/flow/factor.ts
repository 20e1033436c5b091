import type { Method } from '../../schema/api/factor.ts'
import { factorSchedule, networkSchedule, type Shut, shortestDelay } from '../domain/attempt.ts'
import type { TypedCodes } from '../domain/hardware.ts'
import { acceptedMethods } from '../domain/login.ts'
import type { Policy } from '../domain/policy.ts'
import type { FactorKind, Proof } from '../factor/kind.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import {
  attemptSubject,
  type BarrierQuestion,
  countAttempt,
  type Guessable,
  readBarrier,
} from '../store/attempt.ts'
import type { FactorRecord } from '../store/factor.ts'
import { spend, type Spent } from '../store/single-use.ts'
import type { CallerKey } from '../store/user.ts'

/** What is checked as a factor is: the kinds, and the ticket that opens enrollment. */
export type Proved = Method | 'ticket'

/** A factor that was proved and has yet to be spent. */
export type ProvedFactor = {
  method: Proved
  /** What it adds to a session's `amr` (RFC 8176). */
  amr: string | readonly string[]
  proof: Proof
  /** The kinds whose count of failures this success clears. */
  forgives: readonly Guessable[]
  /** What failures count against: the factor, and the network, unless this browser is known. */
  counts: Counts | null
}
export type Counts = { factor: string; network: string | null }

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

/** What the network's failures count against; null where it is not known. */
export const networkOf = (c: AppContext): string | null =>
  c.var.visitor.network === '' ? null : attemptSubject.network(c.var.visitor.network)

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
export const countFailure = (c: AppContext, counts: Counts, unless: Spent | null) => ({
  counted: countAttempt(c.env.DB, counts.factor, factorSchedule, c.var.now, {
    unless,
    alongside: counts.network,
  }),
  ...countOnNetwork(c, counts, unless),
})

export const countOnNetwork = (c: AppContext, { network }: Counts, unless: Spent | null) => ({
  networkCounted:
    network === null
      ? null
      : countAttempt(c.env.DB, network, networkSchedule, c.var.now, { unless }),
})
