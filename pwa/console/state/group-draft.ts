import type { Group, GroupChange, NewGroup } from '../../../schema/api/group.ts'
import { groupSettingNames, type GroupSettings } from '../../../schema/policy.ts'

/** A group as it stands on the form. */
export type GroupDraft = { name: string; description: string; settings: GroupSettings }

/** A group that says nothing. */
export const emptyGroup: GroupDraft = {
  name: '',
  description: '',
  settings: {
    require_2fa: null,
    allow_totp_2fa: null,
    allow_webauthn_2fa: null,
    allow_hardware_2fa: null,
    allow_2fa_self_enrollment: null,
    otp_enabled: null,
  },
}

export const draftOf = ({ name, description, settings }: Group): GroupDraft => ({
  name,
  description,
  settings,
})

/** What the wire is told of a new group. */
export const newGroupOf = ({ name, description, settings }: GroupDraft): NewGroup => ({
  name: name.trim(),
  description: description.trim(),
  settings,
})

/** Only what differs from the group as it is; null where nothing does. */
export const groupChangeOf = (group: GroupDraft, draft: GroupDraft): GroupChange | null => {
  const settings = Object.fromEntries(
    groupSettingNames
      .filter((name) => draft.settings[name] !== group.settings[name])
      .map((name) => [name, draft.settings[name]]),
  )
  const [name, description] = [draft.name.trim(), draft.description.trim()]
  const change = {
    ...(name === group.name ? {} : { name }),
    ...(description === group.description ? {} : { description }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
  return Object.keys(change).length === 0 ? null : change
}
