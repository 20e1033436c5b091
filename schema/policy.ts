import * as v from 'valibot'
import { isPlainText } from './plain-text.ts'

export const roles = ['user', 'admin', 'super_admin'] as const
export type Role = (typeof roles)[number]

const whole = (min: number, max: number, fallback: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)), fallback)
const flag = (fallback: boolean) => v.optional(v.boolean(), fallback)
const plain = (max: number) =>
  v.pipe(v.string(), v.maxLength(max), v.check(isPlainText, 'must not contain control characters'))

const isOrigin = (text: string): boolean => /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(text)

/**
 * What a super admin sets at run time: shape, bounds and defaults of each setting. A stored value out
 * of bounds is refused when it is read: a wrong policy must not silently become a weaker one.
 */
export const Settings = v.object({
  'totp.issuer': v.optional(
    v.pipe(plain(64), v.minLength(1), v.excludes(':', 'must not contain a colon')),
    'Latchkey',
  ),
  'totp.digits': v.optional(v.picklist([6, 8]), 6),
  'totp.period': v.optional(v.picklist([30, 60]), 30),
  'totp.algorithm': v.optional(v.picklist(['SHA1', 'SHA256', 'SHA512']), 'SHA1'),
  'totp.drift_steps': whole(0, 2, 1),
  'totp.key_length': v.optional(v.picklist([16, 26, 32]), 32),
  'totp.external_apps': flag(true),
  'hardware.drift_steps': whole(0, 10, 2),
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
  'app.mfa_enabled': flag(false),
  'app.max_devices': whole(1, 10, 1),
  'provisioning.minutes': whole(1, 1440, 15),
  'session.idle_minutes': whole(1, 1440, 60),
  'session.max_hours': whole(1, 168, 12),
  'admin.step_up_minutes': whole(1, 720, 15),
  'enrollment.at_login': v.optional(v.picklist(['open', 'ticket']), 'open'),
  'webauthn.user_verification': v.optional(
    v.picklist(['required', 'preferred', 'discouraged']),
    'preferred',
  ),
  /** 'none', or the AAGUIDs of the authenticators that are let in; then their attestation is checked. */
  'webauthn.attestation': v.optional(
    v.union([
      v.literal('none'),
      v.pipe(
        v.array(
          v.pipe(v.string(), v.uuid('must be AAGUIDs, like fa2b99dc-9e39-4257-8f92-4a30d23c4118')),
        ),
        v.minLength(1),
        v.maxLength(100),
      ),
    ]),
    'none',
  ),
  /** Empty: the host of the origin. */
  'webauthn.rp_id': v.optional(
    v.pipe(
      v.string(),
      v.maxLength(253),
      v.regex(
        /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)?$/,
        'must be a domain',
      ),
    ),
    '',
  ),
  /** Beside our own: the related origins of WebAuthn Level 3, section 5.11. */
  'webauthn.origins': v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.maxLength(300),
          v.check(isOrigin, 'must be origins, like https://id.example.com'),
        ),
      ),
      v.maxLength(20),
    ),
    [],
  ),
})
export type Settings = v.InferOutput<typeof Settings>
export type SettingName = keyof Settings
export const settingNames = Object.keys(Settings.entries) as SettingName[]

/** Settings as they are before anybody changed one. */
export const defaultSettings: Settings = v.parse(Settings, {})

/**
 * What a group may say about its members; null or left out: nothing. `otp_enabled` is the group's word
 * on `app.mfa_enabled`.
 */
export const groupSettingNames = [
  'require_2fa',
  'allow_totp_2fa',
  'allow_webauthn_2fa',
  'allow_hardware_2fa',
  'allow_2fa_self_enrollment',
  'otp_enabled',
] as const
export type GroupSettingName = (typeof groupSettingNames)[number]
export type GroupSettings = Record<GroupSettingName, boolean | null>

/** What holds where no group says anything. */
export const groupDefaults: Record<GroupSettingName, boolean> = {
  require_2fa: false,
  allow_totp_2fa: true,
  allow_webauthn_2fa: true,
  allow_hardware_2fa: true,
  allow_2fa_self_enrollment: true,
  otp_enabled: false,
}

/** The group that everybody belongs to, always. */
export const everyoneGroupId = '00000000-0000-4000-8000-000000000001'
