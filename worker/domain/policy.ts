import type { Method } from '../../schema/api/factor.ts'
import type { TotpParameters } from '../../schema/otp/totp.ts'
import { enrollableMethods } from './factor.ts'
import { type Role, roles, type Settings } from '../../schema/policy.ts'
import type { NewUserForm } from '../../schema/api/user.ts'

/** What settings and the person's own flags add up to. Computed at each decision, never stored. */
export type Policy = {
  mfaRequired: boolean
  mayTrust: boolean
  /** Kinds of factor that this person may add. */
  enrollable: Method[]
  trustSeconds: number
  idleSeconds: number
  maxSeconds: number
  stepUpSeconds: number
  totp: { issuer: string; parameters: TotpParameters; driftSteps: number; keyBytes: number }
}

/** The part of a person that policy looks at. */
export type PolicyUser = { role: Role; mfaRequired: boolean; mayTrust: boolean }

export const policyFor = (settings: Settings, user: PolicyUser): Policy => ({
  mfaRequired: user.mfaRequired,
  mayTrust: settings[`trust.${user.role}`] && user.mayTrust,
  enrollable: [...enrollableMethods],
  trustSeconds: settings['trust.days'] * 86_400,
  idleSeconds: settings['session.idle_minutes'] * 60,
  maxSeconds: settings['session.max_hours'] * 3600,
  stepUpSeconds: settings['admin.step_up_minutes'] * 60,
  totp: {
    issuer: settings['totp.issuer'],
    parameters: {
      algorithm: settings['totp.algorithm'],
      digits: settings['totp.digits'],
      period: settings['totp.period'],
    },
    driftSteps: settings['totp.drift_steps'],
    keyBytes: Math.floor((settings['totp.key_length'] * 5) / 8),
  },
})

/** What the form for a new person starts with, and what their role must have. */
export const newUserForm = (settings: Settings): NewUserForm => {
  const row = (role: Role) => ({
    mfaDefault: settings[`mfa.default.${role}`],
    mfaRequired: settings[`mfa.required.${role}`],
    mayTrust: settings[`trust.${role}`],
  })
  return { user: row(roles[0]), admin: row(roles[1]), super_admin: row(roles[2]) }
}
