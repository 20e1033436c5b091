/** Settings, groups and people as chance has them. */
import {
  defaultSettings,
  everyoneGroupId,
  groupSettingNames,
  type GroupSettings,
  roles,
  type Settings,
} from '../../schema/policy.ts'
import type { HeldFactor } from '../../worker/domain/factor.ts'
import type { PolicyGroup, PolicyUser } from '../../worker/domain/policy.ts'
import type { Chance } from './random.ts'

export const anySettings = ({ flag, pick }: Chance): Settings => ({
  ...defaultSettings,
  'trust.user': flag(),
  'trust.admin': flag(),
  'trust.super_admin': flag(),
  'mfa.required.user': flag(),
  'mfa.required.admin': flag(),
  'mfa.required.super_admin': flag(),
  'totp.external_apps': flag(),
  'app.mfa_enabled': flag(),
  'enrollment.at_login': pick(['open', 'ticket'] as const),
})

export const anyUser = ({ flag, pick }: Chance): PolicyUser => ({
  role: pick(roles),
  mfaRequired: flag(),
  mayTrust: flag(),
  trustOverride: flag(),
})

/** Each setting yes, no, or nothing said. */
export const anyGroupSettings = ({ pick }: Chance): GroupSettings =>
  Object.fromEntries(
    groupSettingNames.map((name) => [name, pick([true, false, null, null])]),
  ) as GroupSettings

/** Up to four groups, the strongest first, and that of everybody. */
export const anyGroups = (by: Chance): PolicyGroup[] => [
  ...Array.from({ length: by.below(5) }, (_, n) => ({
    id: `group-${n}`,
    name: `Group ${n}`,
    settings: anyGroupSettings(by),
  })),
  { id: everyoneGroupId, name: 'All users', settings: anyGroupSettings(by) },
]

/** All that a person may hold, in every combination: what policy has to decide about. */
export const holdings: HeldFactor[][] = [
  { method: 'totp', state: 'confirmed' },
  { method: 'totp', state: 'handed-over' },
  { method: 'device', state: 'confirmed' },
  { method: 'passkey', state: 'confirmed' },
  { method: 'hardware', state: 'confirmed' },
  { method: 'hardware', state: 'handed-over' },
  { method: 'recovery', state: 'confirmed' },
  { method: 'pass', state: 'confirmed' },
].reduce<HeldFactor[][]>(
  (sets, factor) => sets.flatMap((set) => [set, [...set, factor as HeldFactor]]),
  [[]],
)
