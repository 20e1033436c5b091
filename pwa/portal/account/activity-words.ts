import type { Activity } from '../../../schema/api/account.ts'
import type { AuditAction } from '../../../schema/api/audit.ts'
import type { Method } from '../../../schema/api/factor.ts'

type Happening = Pick<Activity, 'action' | 'outcome' | 'byMe'> &
  Partial<Pick<Activity, 'application'>>
/** `warning`: worth a second look, for something was refused or taken away. */
export type ActivityWords = { text: string; kind: 'plain' | 'warning' }

const byProof: Record<string, string> = {
  password: 'Signed in with your password',
  'trusted-browser': 'Signed in from a trusted browser',
  totp: 'Signed in with your authenticator app',
  device: 'Signed in with your Latchkey authenticator',
  passkey: 'Signed in with your password and a passkey',
  'passkey-alone': 'Signed in with a passkey',
  hardware: 'Signed in with your hardware token',
  recovery: 'Signed in with a recovery code',
  pass: 'Signed in with a temporary pass',
} satisfies Record<Method | 'passkey-alone' | 'password' | 'trusted-browser', string>

/** Why something was refused, where the Worker's audit says `<what was proved>:<why not>` or `<why not>`. */
const reasons: Record<string, string> = {
  'wrong-password': 'wrong password',
  'no-match': 'wrong code',
  malformed: 'wrong code',
  // Whether there is such a token, and who has it, is told to nobody who asks.
  'no-token': 'wrong code',
  'token-taken': 'wrong code',
  throttled: 'too many attempts',
  failed: 'it could not be sent',
  disabled: 'the account was disabled',
  blocked: 'second factor not accepted',
  'lost-race': 'used twice at once',
  unknown: 'unknown passkey',
  foreign: 'somebody else’s passkey',
  'bad-signature': 'wrong signature',
  cloned: 'there may be a copy of the passkey',
  'not-attested': 'this kind of authenticator is not let in',
  portal: 'something was to be done here first',
  denied: 'you may not use it',
  expired: 'it took too long',
  'refused-group': 'you are in none of its groups',
}

/** What one tries, for the sentence that it was refused. */
const attempts: Partial<Record<AuditAction, string>> = {
  'sign-in': 'Sign-in',
  'step-up': 'Confirmation that it is you',
  'factor-enrolled': 'New second factor',
  'password-changed': 'Change of password',
  'password-reset': 'New password by a code',
  'ticket-used': 'Enrollment ticket',
  activated: 'Activation code',
  'sms-sent': 'Code to your phone',
  'token-resynced': 'Setting a hardware token’s clock right',
  validated: 'Sign-in at {application}',
  'application-refused': 'Sign-in at {application}',
}

/** What I did, to myself or to others, and what happened by itself. */
const byMe: Record<AuditAction, string> = {
  setup: 'Set up this installation',
  'sign-in': 'Signed in',
  'sign-out': 'Signed out',
  'step-up': 'Confirmed that it is you',
  'session-ended': 'Signed out of another browser',
  'factor-enrolled': 'Second factor added',
  'factor-renamed': 'Second factor renamed',
  'factor-removed': 'Second factor removed',
  'recovery-codes-made': 'New recovery codes made',
  'trust-granted': 'Browser trusted',
  'trust-revoked': 'Trust in a browser revoked',
  'trust-stolen': 'Trust ended: it was used from a second browser',
  'trust-foreign': 'Trust refused: it belongs to somebody else',
  'user-added': 'Added a person',
  'user-changed': 'Changed a person',
  'user-deleted': 'Deleted a person',
  'user-disabled': 'Disabled a person',
  'user-enabled': 'Enabled a person',
  'user-reset': 'Reset how a person signs in',
  'user-unlocked': 'Unlocked a person',
  'role-changed': 'Changed a person’s role',
  'mfa-requirement-overridden': 'Exempted a person from the second factor',
  'trust-overridden': 'Let a person trust browsers',
  'groups-changed': 'Changed a person’s groups',
  'key-handed-over': 'Made a key for a person',
  'pass-made': 'Made a temporary pass for a person',
  'ticket-made': 'Made an enrollment ticket for a person',
  'ticket-used': 'Enrollment ticket used',
  'password-reset-made': 'Made a code for a person’s new password',
  'password-changed': 'Password changed',
  'password-reset': 'New password set by a code',
  'not-me-reported': 'Reported “This was not me”',
  provisioned: 'Token for an authenticator generated',
  activated: 'Activation code used in an authenticator',
  'sms-sent': 'Code sent to your phone',
  'group-added': 'Added a group',
  'group-changed': 'Changed a group',
  'group-deleted': 'Deleted a group',
  'setting-changed': 'Changed a setting',
  'users-imported': 'Imported people',
  'users-exported': 'Exported people',
  'audit-exported': 'Exported the audit log',
  'tokens-imported': 'Imported hardware tokens',
  'tokens-exported': 'Exported the list of hardware tokens',
  'series-renamed': 'Renamed a series of hardware tokens',
  'series-deleted': 'Deleted a series of hardware tokens',
  'token-assigned': 'Gave a hardware token to a person',
  'token-unassigned': 'Took a hardware token from a person',
  'token-resynced': 'Clock of a hardware token set right',
  'token-deleted': 'Deleted a hardware token',
  'code-tested': 'Tested a code',
  'authority-refused': 'Refused: not allowed for your role',
  'application-added': 'Added {application}',
  'application-changed': 'Changed {application}',
  'application-deleted': 'Deleted {application}',
  'application-disabled': 'Disabled {application}',
  'application-enabled': 'Enabled {application}',
  'application-key-made': 'Made a key of {application}',
  'application-key-deleted': 'Deleted a key of {application}',
  'application-tested': 'Tested who gets into {application}',
  'signing-key-rotated': 'Replaced a signing key',
  'consent-given': 'Let {application} know who you are',
  'consent-withdrawn': 'Took back what {application} may know',
  'application-entered': 'Signed in to {application}',
  'application-refused': 'Not let into {application}',
  'grant-ended': 'The access of {application} was ended',
  validated: 'Signed in at {application}',
}

/** What an administrator did to me; what is not here reads as it does above. */
const byOthers: Partial<Record<AuditAction, string>> = {
  'session-ended': 'An administrator signed you out',
  'factor-enrolled': 'An administrator added a second factor',
  'factor-renamed': 'An administrator renamed a second factor',
  'factor-removed': 'An administrator removed a second factor',
  'recovery-codes-made': 'An administrator made new recovery codes',
  'trust-revoked': 'An administrator revoked trust in a browser',
  'user-added': 'An administrator created your account',
  'user-changed': 'An administrator changed your profile',
  'user-disabled': 'An administrator disabled your account',
  'user-enabled': 'An administrator enabled your account',
  'user-reset': 'An administrator reset how you sign in',
  'user-unlocked': 'An administrator unlocked your account',
  'role-changed': 'An administrator changed your role',
  'mfa-requirement-overridden': 'An administrator exempted you from the second factor',
  'trust-overridden': 'An administrator let you trust browsers',
  'groups-changed': 'An administrator changed your groups',
  'key-handed-over': 'An administrator made a key for your authenticator',
  'pass-made': 'An administrator made a temporary pass for you',
  'ticket-made': 'An administrator made an enrollment ticket for you',
  'password-reset-made': 'An administrator made a code for a new password',
  'series-deleted': 'An administrator deleted your hardware token',
  'token-assigned': 'An administrator gave you a hardware token',
  'token-unassigned': 'An administrator took your hardware token back',
  'token-resynced': 'An administrator set the clock of your hardware token right',
  'token-deleted': 'An administrator deleted your hardware token',
  'code-tested': 'An administrator tested one of your codes',
  'application-tested': 'An administrator tested whether you get into {application}',
}

const notable: readonly AuditAction[] = [
  'trust-stolen',
  'trust-foreign',
  'not-me-reported',
  'application-refused',
]

const isKnown = (action: string): action is AuditAction => Object.hasOwn(byMe, action)

const done = (action: AuditAction, { outcome, byMe: mine }: Happening): string => {
  if (action === 'sign-in') return byProof[outcome] ?? byMe[action]
  if (action === 'session-ended' && mine && outcome === 'others')
    return 'Signed out of all other browsers'
  if (action === 'password-changed' && outcome === 'factors-reset')
    return 'Password changed and second factors removed'
  return (!mine && byOthers[action]) || byMe[action]
}

/** One line of one's own activity in a sentence. */
export const activityWords = (happening: Happening): ActivityWords => {
  // What stands behind the word is where it happened.
  const [word = ''] = happening.outcome.split('@')
  const { text, kind } = wordsAlone({ ...happening, outcome: word })
  const { application } = happening
  const place = text.includes('{application}') || !application ? text : `${text}, at {application}`
  const named = place.replace('{application}', () => application ?? 'an application')
  return { kind, text: named.charAt(0).toUpperCase() + named.slice(1) }
}

const wordsAlone = (happening: Happening): ActivityWords => {
  const { action, outcome } = happening
  if (!isKnown(action)) return { kind: 'plain', text: 'Something changed on your account' }
  if (outcome.endsWith('-required'))
    return { kind: 'plain', text: 'Your password was entered at sign-in' }
  if (action === 'validated' && outcome === 'challenge')
    return { kind: 'plain', text: 'Your password was entered at {application}' }
  const reason = outcome.split(':').at(-1) ?? ''
  const attempt = attempts[action]
  if (attempt && Object.hasOwn(reasons, reason))
    return { kind: 'warning', text: `${attempt} refused: ${reasons[reason]}` }
  if (attempt && outcome.includes(':')) return { kind: 'warning', text: `${attempt} refused` }
  const isReused = action === 'grant-ended' && outcome.endsWith('-reused')
  if (isReused) return { kind: 'warning', text: reused }
  return { kind: notable.includes(action) ? 'warning' : 'plain', text: done(action, happening) }
}

const reused = 'The access of {application} was ended: what it holds was used twice'
