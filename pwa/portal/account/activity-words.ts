import type { Activity } from '../../../schema/api/account.ts'
import type { AuditAction } from '../../../schema/api/audit.ts'
import { methods, type Method } from '../../../schema/api/factor.ts'

type Happening = Pick<Activity, 'action' | 'outcome' | 'byMe'>
/** `warning`: worth a second look, for something was refused or taken away. */
export type ActivityWords = { text: string; kind: 'plain' | 'warning' }

const byFactor: Record<Method, string> = {
  totp: 'your authenticator app',
  recovery: 'a recovery code',
  pass: 'a temporary pass',
}
const isMethod = (text: string): text is Method => methods.some((method) => method === text)

const signedInBy = (outcome: string): string => {
  if (outcome === 'trusted-browser') return 'Signed in from a trusted browser'
  return `Signed in with ${isMethod(outcome) ? byFactor[outcome] : 'your password'}`
}

/** `<what was proved>:<why that was not enough>`, as the Worker's audit says it. */
const refusedSignIn = (proof: string, reason: string): ActivityWords => {
  if (reason.endsWith('-required'))
    return { kind: 'plain', text: 'Your password was entered at sign-in' }
  const what = isMethod(proof) ? byFactor[proof].replace('your ', 'an ') : 'a password'
  const text: Record<string, string> = {
    'wrong-password': 'Sign-in refused: wrong password',
    'no-match': 'Sign-in refused: wrong code',
    malformed: 'Sign-in refused: wrong code',
    throttled: 'Sign-in refused: too many attempts',
    disabled: 'Sign-in refused: the account was disabled',
    blocked: 'Sign-in refused: this second factor is not accepted',
  }
  return { kind: 'warning', text: text[reason] ?? `Sign-in refused, tried with ${what}` }
}

const signIn = (outcome: string): ActivityWords => {
  const [proof = '', reason] = outcome.split(':')
  if (reason !== undefined) return refusedSignIn(proof, reason)
  return { kind: 'plain', text: signedInBy(outcome) }
}

/** What I did, or what happened by itself. */
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
  'user-added': 'Account created',
  'user-changed': 'Profile changed',
  'user-deleted': 'Account deleted',
  'user-disabled': 'Account disabled',
  'user-enabled': 'Account enabled',
  'user-reset': 'Sign-in reset',
  'user-unlocked': 'Account unlocked',
  'role-changed': 'Role changed',
  'mfa-requirement-overridden': 'Exempted from the second factor',
  'trust-overridden': 'Allowed to trust browsers',
  'groups-changed': 'Groups changed',
  'key-handed-over': 'Key for an authenticator made',
  'pass-made': 'Temporary pass made',
  'ticket-made': 'Enrollment ticket made',
  'ticket-used': 'Enrollment ticket used',
  'password-reset-made': 'Code for a new password made',
  'password-changed': 'Password changed',
  'password-reset': 'New password set by a code',
  'not-me-reported': 'Reported: “This was not me”',
  provisioned: 'Token for an authenticator generated',
  activated: 'Activation code used in an authenticator',
  'group-added': 'Added a group',
  'group-changed': 'Changed a group',
  'group-deleted': 'Deleted a group',
  'setting-changed': 'Changed a setting',
  'users-imported': 'Imported people',
  'users-exported': 'Exported people',
  'audit-exported': 'Exported the audit log',
  'code-tested': 'Tested a code',
  'authority-refused': 'Refused: not allowed for your role',
}

/** What an administrator did to me; what is not here reads like my own, with a word about who it was. */
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
  'code-tested': 'An administrator tested one of your codes',
}

const notable = new Set<string>([
  'trust-stolen',
  'trust-foreign',
  'not-me-reported',
  'user-disabled',
  'authority-refused',
] satisfies AuditAction[])

const isKnown = (action: string): action is AuditAction => Object.hasOwn(byMe, action)

/** One line of one's own activity in a sentence. */
export const activityWords = ({ action, outcome, byMe: mine }: Happening): ActivityWords => {
  if (action === 'sign-in') return signIn(outcome)
  if (!isKnown(action)) return { kind: 'plain', text: 'Something changed on your account' }
  if (action === 'step-up' && outcome.includes(':'))
    return { kind: 'warning', text: 'Refused to confirm that it is you' }
  if (action === 'session-ended' && mine && outcome === 'others')
    return { kind: 'plain', text: 'Signed out of all other browsers' }
  const text = (!mine && byOthers[action]) || byMe[action]
  return { kind: notable.has(action) ? 'warning' : 'plain', text }
}
