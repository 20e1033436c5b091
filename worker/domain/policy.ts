import type { Method } from '../../schema/api/factor.ts'
import type { Decision, DecisionName, Source } from '../../schema/api/policy.ts'
import type { NewUserForm } from '../../schema/api/user.ts'
import type { TotpParameters } from '../../schema/otp/totp.ts'
import {
  groupDefaults,
  type GroupSettingName,
  type GroupSettings,
  type Role,
  roles,
  type Settings,
} from '../../schema/policy.ts'
import { allowance, enrollableMethods } from './factor.ts'

/** What settings, groups and the person's own flags add up to. Computed at each decision, never stored. */
export type Policy = {
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  /** Kinds of factor that are accepted of this person. */
  allowed: Method[]
  /** Kinds that may be handed over to them. */
  holdable: Method[]
  /**
   * Those of them that this person can enroll: hardware tokens while there are some. A super admin without
   * any would be shut out for good.
   */
  enrollable: Method[]
  /** Whether they may add and remove factors by themselves once they are signed in. */
  selfEnrollment: boolean
  /** Whether who must enroll at the door needs a ticket for it. */
  needsTicket: boolean
  trustSeconds: number
  idleSeconds: number
  maxSeconds: number
  stepUpSeconds: number
  provisioningSeconds: number
  totp: { issuer: string; parameters: TotpParameters; driftSteps: number; keyBytes: number }
  hardware: { driftSteps: number }
  /** Whether authenticator apps that are not ours count. */
  externalApps: boolean
  /** Where they do not: whether a code of one lets its owner register ours. */
  leadsToDevice: boolean
  /** `mfaEnabled`: registering our authenticator takes more than the password. */
  app: { mfaEnabled: boolean; maxDevices: number }
  /** Each decision with what made it. */
  decisions: Decision[]
}

/** The part of a person that policy looks at. */
export type PolicyUser = {
  role: Role
  mfaRequired: boolean
  mayTrust: boolean
  trustOverride: boolean
}

/** A group with what it says. */
export type PolicyGroup = { id: string; name: string; settings: GroupSettings }

/**
 * The policy of one person.
 *
 * @param groups the person's, the strongest first; that of everybody among them
 * @param freeTokens whether there are hardware tokens that nobody holds; where nobody enrolls it does
 *   not matter
 */
export const policyFor = (
  settings: Settings,
  user: PolicyUser,
  groups: readonly PolicyGroup[],
  freeTokens = false,
): Policy => {
  const decisions = decide(settings, user, groups)
  const is = (name: DecisionName) => decisions.some((one) => one.name === name && one.value)
  const externalApps = is('external-apps')
  const counts = enrollableMethods.filter((method) => method !== 'totp' || externalApps)
  const allowed = counts.filter((method) => {
    const name = allowance[method]
    return name === undefined || is(decisionOf[name])
  })
  const isThere = (method: Method) => method !== 'hardware' || freeTokens
  const orAll = (kinds: Method[]) =>
    kinds.length === 0 && user.role === 'super_admin' ? counts : kinds
  return {
    role: user.role,
    mfaRequired: is('mfa-required'),
    mayTrust: is('may-trust'),
    allowed,
    holdable: orAll(allowed),
    enrollable: orAll(allowed.filter(isThere)).filter(isThere),
    selfEnrollment: is('self-enrollment'),
    needsTicket: is('enrollment-ticket'),
    externalApps,
    leadsToDevice: !externalApps && is('allow-totp'),
    app: { mfaEnabled: is('app-mfa'), maxDevices: settings['app.max_devices'] },
    ...parametersOf(settings),
    decisions,
  }
}

/** The policy of somebody who was let in to register our authenticator, and for nothing else. */
export const forDevice = (policy: Policy): Policy => {
  const device = (kinds: Method[]) => kinds.filter((method) => method === 'device')
  return { ...policy, enrollable: device(policy.enrollable), holdable: device(policy.holdable) }
}

/** What settings alone decide, of everybody. */
const parametersOf = (settings: Settings) => ({
  trustSeconds: settings['trust.days'] * 86_400,
  idleSeconds: settings['session.idle_minutes'] * 60,
  maxSeconds: settings['session.max_hours'] * 3600,
  stepUpSeconds: settings['admin.step_up_minutes'] * 60,
  provisioningSeconds: settings['provisioning.minutes'] * 60,
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
  hardware: { driftSteps: settings['hardware.drift_steps'] },
})

/** How a decision is named that rests on groups alone. */
const decisionOf = {
  allow_totp_2fa: 'allow-totp',
  allow_webauthn_2fa: 'allow-webauthn',
  allow_hardware_2fa: 'allow-hardware',
  allow_2fa_self_enrollment: 'self-enrollment',
} as const satisfies Partial<Record<GroupSettingName, DecisionName>>

const decide = (
  settings: Settings,
  user: PolicyUser,
  groups: readonly PolicyGroup[],
): Decision[] => [
  mfaRequired(user, groups),
  mayTrust(settings, user),
  ...(Object.keys(decisionOf) as (keyof typeof decisionOf)[]).map((name): Decision => {
    const { value, because, overruled } = groupWord(name, groups)
    return { name: decisionOf[name], value, because: [because], overruled }
  }),
  {
    name: 'enrollment-ticket',
    value: settings['enrollment.at_login'] === 'ticket',
    because: [settingSource(settings, 'enrollment.at_login')],
    overruled: [],
  },
  {
    name: 'external-apps',
    value: settings['totp.external_apps'],
    because: [settingSource(settings, 'totp.external_apps')],
    overruled: [],
  },
  appMfa(settings, groups),
]

/** The strongest group that says anything decides; where none does, the default. */
const groupWord = (name: GroupSettingName, groups: readonly PolicyGroup[]) => {
  const [because, ...weaker] = groups.flatMap(({ id, name: group, settings }): GroupSource[] => {
    const value = settings[name]
    return value === null ? [] : [{ kind: 'group', id, group, name, value }]
  })
  const fallback: Source = { kind: 'default', name, value: groupDefaults[name] }
  return {
    value: because?.value ?? groupDefaults[name],
    because: because ?? fallback,
    overruled: weaker.filter(({ value }) => value !== because?.value),
  }
}
type GroupSource = Extract<Source, { kind: 'group' }>

/** The strongest group that says anything decides; where none does, the setting. */
const appMfa = (settings: Settings, groups: readonly PolicyGroup[]): Decision => {
  const name = 'app-mfa'
  const word = groupWord('otp_enabled', groups)
  const setting = settingSource(settings, 'app.mfa_enabled')
  const bySetting = settings['app.mfa_enabled']
  if (word.because.kind !== 'group')
    return { name, value: bySetting, because: [setting], overruled: [] }
  const overruled = bySetting === word.value ? word.overruled : [...word.overruled, setting]
  return { name, value: word.value, because: [word.because], overruled }
}

/** The person's own flag requires a factor whatever groups say; without it the strongest group decides. */
const mfaRequired = (user: PolicyUser, groups: readonly PolicyGroup[]): Decision => {
  const flag: Source = { kind: 'flag', name: 'mfaRequired', value: user.mfaRequired }
  const word = groupWord('require_2fa', groups)
  if (!user.mfaRequired)
    return {
      name: 'mfa-required',
      value: word.value,
      because: word.value ? [word.because] : [flag, word.because],
      overruled: word.overruled,
    }
  const agrees = word.because.kind === 'group' && word.value
  return {
    name: 'mfa-required',
    value: true,
    because: agrees ? [flag, word.because] : [flag],
    overruled: word.because.kind === 'group' && !word.value ? [word.because] : [],
  }
}

/** The role's setting and the person's flag; a super admin may have overridden the setting. */
const mayTrust = (settings: Settings, user: PolicyUser): Decision => {
  const setting = settingSource(settings, `trust.${user.role}`)
  const flag: Source = { kind: 'flag', name: 'mayTrust', value: user.mayTrust }
  const override: Source = { kind: 'flag', name: 'trustOverride', value: user.trustOverride }
  const byRole = settings[`trust.${user.role}`]
  const name = 'may-trust'
  if (!user.mayTrust) return { name, value: false, because: [flag], overruled: [] }
  if (byRole) return { name, value: true, because: [setting, flag], overruled: [] }
  if (user.trustOverride)
    return { name, value: true, because: [override, flag], overruled: [setting] }
  return { name, value: false, because: [setting], overruled: [flag] }
}

const settingSource = (settings: Settings, name: keyof Settings): Source => ({
  kind: 'setting',
  name,
  value: settings[name],
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
