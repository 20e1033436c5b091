import * as v from 'valibot'
import type { GroupSettings } from '../policy.ts'
import { line } from './text.ts'

const unsettable = v.optional(v.nullable(v.boolean()))
const settings = v.strictObject({
  require_2fa: unsettable,
  allow_totp_2fa: unsettable,
  allow_webauthn_2fa: unsettable,
  allow_hardware_2fa: unsettable,
  allow_2fa_self_enrollment: unsettable,
  otp_enabled: unsettable,
})
const name = v.pipe(line(64), v.minLength(1, 'must not be empty'))
const priority = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999))

/** `POST /api/admin/groups`. Without `priority` it comes after all others. */
export const NewGroup = v.strictObject({
  name,
  description: v.optional(line(256)),
  priority: v.optional(priority),
  settings: v.optional(settings),
})
export type NewGroup = v.InferOutput<typeof NewGroup>

/** `PATCH /api/admin/groups/:id`: only what is named changes; a setting of null says nothing any more. */
export const GroupChange = v.strictObject({
  name: v.optional(name),
  description: v.optional(line(256)),
  priority: v.optional(priority),
  settings: v.optional(settings),
})
export type GroupChange = v.InferOutput<typeof GroupChange>

/** One group; the lowest priority wins. `everyone`: all belong to it, it comes last, and it stays. */
export type Group = {
  id: string
  name: string
  description: string
  priority: number
  everyone: boolean
  settings: GroupSettings
  /** null for the group of everybody */
  members: number | null
}

/** `GET /api/admin/groups`: all, the strongest first. There are at most `maxGroups`. */
export type Groups = { groups: Group[] }
export const maxGroups = 500

/** `POST /api/admin/groups/order`: all groups but that of everybody, the strongest first. */
export const GroupOrder = v.strictObject({
  ids: v.pipe(v.array(v.pipe(v.string(), v.uuid('must be ids of groups'))), v.maxLength(maxGroups)),
})

/** `POST /api/admin/groups/:id/members`: ids of people to put in and to take out. */
export const Members = v.strictObject({
  add: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.uuid('must be ids of people'))), v.maxLength(500)),
  ),
  remove: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.uuid('must be ids of people'))), v.maxLength(500)),
  ),
})
