import type { Policy } from './policy.ts'

/** Why a password was not enough to get anywhere. Exact for the audit; the wire merges them. */
export type LoginRefusal = 'unknown-user' | 'wrong-password' | 'disabled'

/** What a correct password leads to. */
export type NextStep =
  /** No second factor asks for more: the person has none and needs none. */
  | 'password-suffices'
  /** This browser spares it. */
  | 'trust-suffices'
  | 'factor'
  | 'enrollment'

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
 * What comes after the password. Who has enrolled a factor is always asked for it, required or not:
 * else whoever knows the password could decide that it does not matter. Trust spares the factor only
 * while policy still allows trust to this person.
 */
export const nextStep = (policy: Policy, hasFactor: boolean, isTrusted: boolean): NextStep => {
  if (!hasFactor) return policy.mfaRequired ? 'enrollment' : 'password-suffices'
  return isTrusted && policy.mayTrust ? 'trust-suffices' : 'factor'
}
