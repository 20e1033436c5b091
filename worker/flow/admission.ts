import type { FactorNeed } from '../../schema/api/application.ts'
import type { ProofMethod } from '../../schema/api/authorization.ts'
import { judge, provedFor, type Standing, type Verdict } from '../domain/application.ts'
import { hasFactor } from '../domain/factor.ts'
import { acceptedMethods } from '../domain/login.ts'
import type { AppContext } from '../http/context.ts'
import type { SignedIn } from '../http/guard.ts'
import type { Entry } from './entry.ts'
import { standingOf } from './standing.ts'

/** What stands between somebody signed in and an application, the first thing first. */
export type Admission =
  | { kind: 'allowed'; standing: Standing }
  | { kind: 'password-change' }
  | { kind: 'denied'; reason: 'group' | 'person' }
  /** One of `methods` must be proved; `anew` where it was, but too long ago. */
  | { kind: 'step-up'; needs: FactorNeed; anew: boolean; methods: ProofMethod[] }
  /** They have nothing that could prove it. `possible`: whether they may add it by themselves. */
  | { kind: 'enroll'; needs: FactorNeed; possible: boolean }
  | { kind: 'consent'; scopes: readonly string[]; standing: Standing }

/** Who must choose a new password gets nowhere before, and is told nothing of the application. */
export const judgeEntry = async (
  c: AppContext,
  caller: SignedIn,
  entry: Entry,
): Promise<Admission> => {
  if (caller.user.mustChangePassword) return { kind: 'password-change' }
  if (entry.person !== undefined && entry.person !== caller.user.id)
    return { kind: 'denied', reason: 'person' }
  const standing = standingOf(caller.session, caller.groups, caller.policy)
  const verdict = judgeWithin(entry, standing, c.var.now)
  if (verdict.kind === 'denied') return verdict
  if (verdict.kind === 'step-up') return wayUp(caller, verdict)
  const scopes = await entry.consent(caller)
  return scopes.length > 0 ? { kind: 'consent', scopes, standing } : { kind: 'allowed', standing }
}

/** The application's own verdict, and then whether the proof is as young as this request asks for. */
const judgeWithin = ({ demand, provedSince }: Entry, standing: Standing, now: number): Verdict => {
  const verdict = judge(demand, standing, now)
  if (verdict.kind !== 'allowed' || provedSince === null) return verdict
  const provedAt = provedFor(demand, standing)
  return provedAt !== null && provedAt > provedSince
    ? verdict
    : { kind: 'step-up', needs: demand.factor, anew: true }
}

/** By what they have; without any second factor the password proves anew what it proved before. */
const wayUp = (
  { policy, factors }: SignedIn,
  { needs, anew }: Extract<Verdict, { kind: 'step-up' }>,
): Admission => {
  const accepted = acceptedMethods(policy, factors)
  const proving = needs === 'phishing-resistant' ? accepted.filter(isPasskey) : accepted
  if (proving.length > 0) return { kind: 'step-up', needs, anew, methods: proving }
  if (needs === 'policy' && !hasFactor(factors))
    return { kind: 'step-up', needs, anew, methods: ['password'] }
  const { selfEnrollment, enrollable } = policy
  const enough = needs === 'phishing-resistant' ? enrollable.filter(isPasskey) : enrollable
  return { kind: 'enroll', needs, possible: selfEnrollment && enough.length > 0 }
}

const isPasskey = (method: string): boolean => method === 'passkey'
