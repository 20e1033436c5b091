import { hasDevice } from './factor.ts'
import type { HeldFactor } from './factor.ts'
import type { Policy } from './policy.ts'

/** A code sent to a phone is good for ten minutes (NIST SP 800-63B 3.1.3.2) and five tries. */
export const smsCodeSeconds = 600
export const maxTries = 5

/** Messages cost money, and each is five guesses: so many in ten minutes, and to one person in a day. */
export const maxSends = { seconds: 600, perPerson: 3, perDay: 10, perNetwork: 30 } as const

/** How far a device's clock may be off where it signs the time, in seconds. */
export const statusSkew = 300

/** What somebody has shown who registers a device. */
type Shown = {
  policy: Policy
  factors: readonly HeldFactor[]
  session: { factorAt: number | null } | null
  pending: { ticketed: boolean; proved: boolean } | null
}

/** Whether registering takes a code sent to the phone: where nothing but the password was shown. */
export const needsSms = ({ policy, factors, session, pending }: Shown): boolean => {
  if (!policy.app.mfaEnabled || hasDevice(factors)) return false
  return session ? session.factorAt === null : !pending?.ticketed && !pending?.proved
}

/** The end of a number, for who knows the rest. */
export const maskedPhone = (phone: string): string => `**${phone.replace(/\D/g, '').slice(-2)}`
