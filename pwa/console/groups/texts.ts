import type { GroupSettingName, GroupSettings } from '../../../schema/policy.ts'
import { groupSettingNames } from '../../../schema/policy.ts'

type GroupSettingText = {
  name: string
  /** What a group says by it: a sentence for the choice, and a few words for the list. */
  yes: { meaning: string; short: string }
  no: { meaning: string; short: string }
  /** It can be set, and nothing reads it yet. */
  unused?: true
}

/** What a group may say, in words. */
export const groupTexts: Record<GroupSettingName, GroupSettingText> = {
  require_2fa: {
    name: 'Require a second factor',
    yes: {
      meaning: 'Members must use one. Who has none sets it up at the next sign-in.',
      short: 'Second factor required',
    },
    no: {
      meaning: 'Not required because of groups. Who is marked as required must use one still.',
      short: 'Second factor not required',
    },
  },
  allow_totp_2fa: {
    name: 'Allow authenticator apps',
    yes: {
      meaning: 'Members may set up and use codes of an authenticator app.',
      short: 'Authenticator apps allowed',
    },
    no: {
      meaning: 'Codes of authenticator apps can neither be set up nor used.',
      short: 'No authenticator apps',
    },
  },
  allow_webauthn_2fa: {
    name: 'Allow passkeys',
    yes: {
      meaning: 'Members may set up and use passkeys as second factors.',
      short: 'Passkeys allowed',
    },
    no: {
      meaning: 'Passkeys can neither be set up nor used as second factors.',
      short: 'No passkeys',
    },
    unused: true,
  },
  allow_hardware_2fa: {
    name: 'Allow hardware tokens',
    yes: {
      meaning: 'Members may set up and use physical tokens.',
      short: 'Hardware tokens allowed',
    },
    no: {
      meaning: 'Physical tokens can neither be set up nor used.',
      short: 'No hardware tokens',
    },
  },
  allow_2fa_self_enrollment: {
    name: 'Allow own changes of second factors',
    yes: {
      meaning: 'Members may add and remove their second factors in their account.',
      short: 'May manage own factors',
    },
    no: {
      meaning: 'Only administrators add and remove second factors of members.',
      short: 'May not manage own factors',
    },
  },
  otp_enabled: {
    name: 'Require a code to the phone',
    yes: {
      meaning:
        'Registering a first device takes a code that is sent to the phone, unless another second factor or a ticket was shown.',
      short: 'Code to the phone',
    },
    no: {
      meaning: 'Registering a device takes no code that is sent to the phone.',
      short: 'No code to the phone',
    },
  },
}

/** What a group says, in a few words each. */
export const saidBy = (settings: GroupSettings): string[] =>
  groupSettingNames.flatMap((name) => {
    const value = settings[name]
    if (value === null) return []
    return [groupTexts[name][value ? 'yes' : 'no'].short]
  })
