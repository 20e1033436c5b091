import * as v from 'valibot'
import { isPlainText } from './plain-text.ts'

export const roles = ['user', 'admin', 'super_admin'] as const
export type Role = (typeof roles)[number]

const whole = (min: number, max: number, fallback: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)), fallback)
const flag = (fallback: boolean) => v.optional(v.boolean(), fallback)

/**
 * What a super admin sets at run time: shape, bounds and defaults of each setting. A stored value out
 * of bounds is refused when it is read: a wrong policy must not silently become a weaker one.
 */
export const Settings = v.object({
  'totp.issuer': v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(64),
      v.excludes(':', 'must not contain a colon'),
      v.check(isPlainText, 'must not contain control characters'),
    ),
    'Latchkey',
  ),
  'totp.digits': v.optional(v.picklist([6, 8]), 6),
  'totp.period': v.optional(v.picklist([30, 60]), 30),
  'totp.algorithm': v.optional(v.picklist(['SHA1', 'SHA256', 'SHA512']), 'SHA1'),
  'totp.drift_steps': whole(0, 2, 1),
  'totp.key_length': v.optional(v.picklist([16, 26, 32]), 32),
  'trust.days': whole(1, 365, 30),
  'trust.user': flag(true),
  'trust.admin': flag(false),
  'trust.super_admin': flag(false),
  'mfa.required.user': flag(false),
  'mfa.required.admin': flag(false),
  'mfa.required.super_admin': flag(false),
  'mfa.default.user': flag(false),
  'mfa.default.admin': flag(true),
  'mfa.default.super_admin': flag(true),
  'session.idle_minutes': whole(1, 1440, 60),
  'session.max_hours': whole(1, 168, 12),
  'admin.step_up_minutes': whole(1, 720, 15),
})
export type Settings = v.InferOutput<typeof Settings>

/** Settings as they are before anybody changed one. */
export const defaultSettings: Settings = v.parse(Settings, {})
