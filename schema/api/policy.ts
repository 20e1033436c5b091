import * as v from 'valibot'
import { GroupChange } from './group.ts'
import { SettingsChange } from './setting.ts'
import type { GroupSettingName, Role, SettingName } from '../policy.ts'
import type { Method } from './factor.ts'

/** What made a decision: a setting, a group's word, a flag of the person's, their role, or a default. */
export type Source =
  | { kind: 'setting'; name: SettingName; value: unknown }
  | { kind: 'group'; id: string; group: string; name: GroupSettingName; value: boolean }
  | {
      kind: 'flag'
      name: 'mfaRequired' | 'mayTrust' | 'trustOverride' | 'disabled'
      value: boolean
    }
  | { kind: 'role'; role: Role }
  | { kind: 'default'; name: GroupSettingName; value: boolean }
  | { kind: 'factors'; methods: Method[] }

/** What is decided of a person. */
export const decisionNames = [
  'mfa-required',
  'may-trust',
  'allow-totp',
  'allow-webauthn',
  'allow-hardware',
  'self-enrollment',
  'enrollment-ticket',
  'external-apps',
  'app-mfa',
] as const
export type DecisionName = (typeof decisionNames)[number]

/** A decision with what made it, the decisive first. `overruled`: what would have said otherwise. */
export type Decision = {
  name: DecisionName
  value: boolean
  because: Source[]
  overruled: Source[]
}

/** What a sign-in of that person leads to once the password is right. */
export type SignInStep =
  | 'password-suffices'
  | 'trust-suffices'
  | 'factor'
  /** A code of an app that counts no more, and then registering our own. */
  | 'registration'
  | 'enrollment'
  | 'ticket'
  | 'blocked'

/** `GET /api/admin/users/:id/policy`: 'why was I asked?' */
export type PolicyTrace = {
  decisions: Decision[]
  /** Where no browser is trusted, and in a trusted one. */
  signIn: { step: SignInStep; inTrustedBrowser: SignInStep; because: Source[] }
}

/** `POST /api/admin/policy/preview`: what a change would do, before it is saved. Exactly one of them. */
export const PolicyPreview = v.union([
  v.strictObject({ settings: SettingsChange }),
  v.strictObject({
    group: v.strictObject({ id: v.pipe(v.string(), v.uuid()), change: GroupChange }),
  }),
  v.strictObject({ newGroup: v.strictObject({ change: GroupChange }) }),
  v.strictObject({ deleteGroup: v.strictObject({ id: v.pipe(v.string(), v.uuid()) }) }),
  v.strictObject({ order: v.strictObject({ ids: v.array(v.pipe(v.string(), v.uuid())) }) }),
])
export type PolicyPreview = v.InferOutput<typeof PolicyPreview>

/** How many people something happens to, and some of their usernames. */
export type Affected = { people: number; examples: string[] }

/** What a change of policy does to the people that there are. */
export type Consequences = {
  newlyRequired: Affected
  noLongerRequired: Affected
  /** Must enroll at the next sign-in, and need not now. */
  mustEnroll: Affected
  /** As before, but an administrator must hand them a ticket first. */
  needTicket: Affected
  /** Could sign in, and cannot any more. */
  lockedOut: Affected
  /** Have an app that counts no more: it lets them register our authenticator. */
  mustRegister: Affected
  losesTrust: Affected
  /** Why it is refused, or null. */
  refused: 'no-super-admin' | null
}
