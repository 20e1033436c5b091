import type { SignInStep, Source } from '../../schema/api/policy.ts'
import { type Method, methods } from '../../schema/api/factor.ts'
import { handedOver, type HeldFactor, isStandIn, realFactors } from './factor.ts'
import type { Policy } from './policy.ts'

/** Why a password was not enough to get anywhere. Exact for the audit; the wire merges them. */
export type LoginRefusal = 'unknown-user' | 'wrong-password' | 'disabled'

/** Rule 8: the caller answers each of these alike, and after the same work. */
export const refusePasswordLogin = (
  user: { disabled: boolean } | null,
  passwordMatches: boolean,
): LoginRefusal | null => {
  if (!user) return 'unknown-user'
  if (!passwordMatches) return 'wrong-password'
  return user.disabled ? 'disabled' : null
}

/**
 * The factors that a sign-in may be finished with: those of an accepted kind. A super admin who has
 * none of an accepted kind may use what they have: somebody must be able to undo the policy.
 */
export const usableFactors = <F extends HeldFactor>(policy: Policy, factors: readonly F[]): F[] => {
  const mine = realFactors(factors)
  const accepted = mine.filter(({ method }) => policy.allowed.includes(method))
  if (accepted.length > 0 || policy.role !== 'super_admin') return accepted
  return mine.filter(({ method }) => method !== 'totp' || !policy.leadsToDevice)
}

/** Kinds of code that a sign-in may be finished with; what stands in for a factor, where there is one. */
export const acceptedMethods = (policy: Policy, factors: readonly HeldFactor[]): Method[] => {
  const usable = usableFactors(policy, factors)
  const waiting = handedOver(factors).filter(({ method }) => policy.holdable.includes(method))
  const standIns = usable.length > 0 ? factors.filter(isStandIn) : []
  const accepted = [...usable, ...waiting, ...standIns]
  return methods.filter((method) => accepted.some((factor) => factor.method === method))
}

/**
 * Whether somebody has nothing to prove beside the password: neither a factor, nor a key that was handed
 * over and is the way in. To enroll another on the password alone would pass that key by.
 */
export const startsWithNothing = (policy: Policy, factors: readonly HeldFactor[]): boolean =>
  realFactors(factors).length === 0 &&
  !handedOver(factors).some(({ method }) => policy.holdable.includes(method))

/**
 * Whether somebody may add a factor by what they have proved. With one, they have proved it; without, and
 * where one is required, the password alone adds only what it could add at the door: not past a key that
 * waits, nor past a ticket.
 */
export const mayAddFactor = (policy: Policy, factors: readonly HeldFactor[]): boolean =>
  realFactors(factors).length > 0 ||
  !policy.mfaRequired ||
  (startsWithNothing(policy, factors) && !policy.needsTicket)

/**
 * What comes after the password. Who has enrolled a factor is always asked for it, required or not:
 * else whoever knows the password could decide that it does not matter. Who has only factors of kinds
 * that are accepted no more is let in by none of them, but by a key that was handed over. Trust spares the factor only while policy still
 * allows trust to this person.
 */
export const nextStep = (
  policy: Policy,
  factors: readonly HeldFactor[],
  isTrusted: boolean,
): SignInStep => {
  if (realFactors(factors).length > 0) {
    if (acceptedMethods(policy, factors).length === 0)
      return isLedToDevice(policy, factors) ? 'registration' : 'blocked'
    const stands = usableFactors(policy, factors).length > 0
    return isTrusted && policy.mayTrust && stands ? 'trust-suffices' : 'factor'
  }
  if (!policy.mfaRequired) return 'password-suffices'
  if (!startsWithNothing(policy, factors)) return 'factor'
  if (policy.enrollable.length === 0) return 'blocked'
  return policy.needsTicket ? 'ticket' : 'enrollment'
}

/** Whether what somebody has counts for one thing more: registering our authenticator in its place. */
const isLedToDevice = (policy: Policy, factors: readonly HeldFactor[]): boolean =>
  policy.leadsToDevice && realFactors(factors).some(({ method }) => method === 'totp')

/** Kinds of code that are asked for at the door: what a sign-in is finished with, or goes on with. */
export const methodsAtDoor = (policy: Policy, factors: readonly HeldFactor[]): Method[] =>
  nextStep(policy, factors, false) === 'registration' ? ['totp'] : acceptedMethods(policy, factors)

/** What made that step: what the person has, or else what policy says. */
export const reasonsOf = (policy: Policy, factors: readonly HeldFactor[]): Source[] => {
  const because = (...names: string[]) =>
    policy.decisions.filter(({ name }) => names.includes(name)).flatMap((one) => one.because)
  const kinds = [...new Set(realFactors(factors).map(({ method }) => method))]
  const had: Source[] = [{ kind: 'factors', methods: kinds }]
  switch (nextStep(policy, factors, false)) {
    case 'factor':
    case 'trust-suffices':
      return kinds.length > 0 ? had : [...because('mfa-required')]
    case 'registration':
      return [...had, ...because('external-apps')]
    case 'blocked':
      return [...had, ...because('mfa-required', 'allow-totp', 'allow-webauthn', 'allow-hardware')]
    case 'password-suffices':
      return [...had, ...because('mfa-required')]
    case 'enrollment':
    case 'ticket':
      return because('mfa-required', 'enrollment-ticket')
  }
}
