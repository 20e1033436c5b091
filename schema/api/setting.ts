import * as v from 'valibot'
import { Settings, settingNames, type SettingName } from '../policy.ts'

type Entries = typeof Settings.entries
type Change = {
  [K in SettingName]: v.OptionalSchema<v.NullableSchema<Entries[K], undefined>, undefined>
}

/** `PATCH /api/admin/settings`: dotted names with new values; null goes back to the default. */
export const SettingsChange = v.pipe(
  v.strictObject(
    Object.fromEntries(
      settingNames.map((name) => [name, v.optional(v.nullable(Settings.entries[name]))]),
    ) as unknown as Change,
  ),
  v.check((change) => Object.keys(change).length > 0, 'must name a setting'),
)
export type SettingsChange = { [K in SettingName]?: Settings[K] | null | undefined }

/** Who changed a setting last. */
export type LastChange = { at: number; by: { id: string; username: string } | null }

/** `GET /api/admin/settings` */
export type SettingsPage = {
  settings: Settings
  defaults: Settings
  changed: Partial<Record<SettingName, LastChange | undefined>>
}

/** `GET /api/admin/settings/history?scope=&name=&after=`: `scope` is 'system', or the id of a group. */
export const HistoryQuery = v.strictObject({
  scope: v.optional(v.string()),
  name: v.optional(v.string()),
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'must be a cursor'))),
})
/** One change; null stands for 'not set'. */
export type SettingHistory = {
  id: string
  at: number
  by: { id: string; username: string } | null
  scope: string
  name: string
  former: unknown
  value: unknown
}
