import type { AuditAction, AuditLine } from '../../../schema/api/audit.ts'

/** `{actor}` and `{subject}` stand for people, `{application}` for what they were at. `of`: done to somebody else than whoever did it. */
type Sentence = {
  /** What the filter calls it. */
  name: string
  done: string
  of?: string
  /** Where the outcome says that it did not come to pass. */
  failed?: string
  /** By the first word of the outcome, where that turns the sentence around. */
  by?: Partial<Record<string, string>>
  /** Where the outcome says that something more was asked for. */
  halfway?: string
}

/** Each thing that can happen, in words. A new action without a line here does not compile. */
export const sentences: Record<AuditAction, Sentence> = {
  setup: { name: 'Set-up', done: '{actor} set Latchkey up' },
  'sign-in': {
    name: 'Sign-in',
    done: '{actor} signed in',
    failed: '{actor} tried to sign in',
    halfway: '{actor} entered their password',
  },
  'sign-out': { name: 'Sign-out', done: '{actor} signed out' },
  'step-up': {
    name: 'Confirmation',
    done: '{actor} confirmed who they are',
    failed: '{actor} tried to confirm who they are',
  },
  'session-ended': {
    name: 'Session ended',
    done: '{actor} ended a session of theirs',
    of: '{actor} ended sessions of {subject}',
  },
  'factor-enrolled': {
    name: 'Factor set up',
    done: '{actor} set up a second factor',
    failed: '{actor} tried to set up a second factor',
  },
  'factor-renamed': { name: 'Factor renamed', done: '{actor} renamed a second factor' },
  'factor-removed': {
    name: 'Factor removed',
    done: '{actor} removed a second factor',
    of: '{actor} removed a second factor of {subject}',
  },
  'recovery-codes-made': {
    name: 'Recovery codes made',
    done: '{actor} made a new set of recovery codes',
  },
  'trust-granted': { name: 'Browser trusted', done: '{actor} trusted a browser' },
  'trust-revoked': {
    name: 'Trust revoked',
    done: '{actor} revoked the trust in a browser',
    of: '{actor} revoked the trust in browsers of {subject}',
  },
  'trust-stolen': {
    name: 'Trust stolen',
    done: 'A copied trust of {actor} was used, and the trust ended',
  },
  'trust-foreign': {
    name: 'Foreign trust',
    done: 'Somebody else’s trust was presented for {actor}',
  },
  'user-added': {
    name: 'Person added',
    done: '{actor} was added',
    of: '{actor} added {subject}',
  },
  'user-changed': {
    name: 'Person changed',
    done: '{actor} changed their profile',
    of: '{actor} changed {subject}',
  },
  'user-deleted': {
    name: 'Person deleted',
    done: '{actor} was deleted',
    of: '{actor} deleted {subject}',
  },
  'user-disabled': {
    name: 'Person disabled',
    done: '{actor} was disabled',
    of: '{actor} disabled {subject}',
  },
  'user-enabled': {
    name: 'Person enabled',
    done: '{actor} was enabled',
    of: '{actor} enabled {subject}',
  },
  'user-reset': {
    name: 'Second factor reset',
    done: '{actor} reset their own second factor',
    of: '{actor} reset the second factor of {subject}',
  },
  'user-unlocked': {
    name: 'Person unlocked',
    done: '{actor} unlocked themselves',
    of: '{actor} unlocked {subject}',
  },
  'role-changed': {
    name: 'Role changed',
    done: 'The role of {actor} was changed',
    of: '{actor} changed the role of {subject}',
  },
  'mfa-requirement-overridden': {
    name: 'Requirement overruled',
    done: '{actor} went against the setting that requires a second factor',
    of: '{actor} let {subject} go without a required second factor',
  },
  'trust-overridden': {
    name: 'Trust overruled',
    done: '{actor} went against the setting about trusted browsers',
    of: '{actor} let {subject} trust browsers against the setting',
    by: { withdrawn: '{actor} ended that {subject} may trust browsers against the setting' },
  },
  'groups-changed': {
    name: 'Groups changed',
    done: '{actor} changed the groups of people',
    of: '{actor} changed the groups of {subject}',
    by: {
      joined: '{actor} put {subject} into a group',
      left: '{actor} took {subject} out of a group',
    },
  },
  'key-handed-over': {
    name: 'Key handed over',
    done: '{actor} made a key for themselves',
    of: '{actor} made a key for {subject}',
  },
  'pass-made': {
    name: 'Temporary pass made',
    done: '{actor} made a temporary pass',
    of: '{actor} made a temporary pass for {subject}',
  },
  'ticket-made': {
    name: 'Enrollment ticket made',
    done: '{actor} made an enrollment ticket',
    of: '{actor} made an enrollment ticket for {subject}',
  },
  'ticket-used': {
    name: 'Enrollment ticket used',
    done: '{actor} used an enrollment ticket',
    failed: '{actor} tried an enrollment ticket',
  },
  'password-reset-made': {
    name: 'New-password code made',
    done: '{actor} made a new-password code',
    of: '{actor} made a new-password code for {subject}',
  },
  'password-changed': {
    name: 'Password changed',
    done: '{actor} changed their password',
    failed: '{actor} tried to change their password',
  },
  'password-reset': {
    name: 'Password set by code',
    done: '{actor} chose a new password with a code',
    failed: '{actor} tried a new-password code',
  },
  'not-me-reported': {
    name: '“This was not me”',
    done: '{actor} reported: this was not me',
  },
  provisioned: { name: 'Token provisioned', done: '{actor} fetched a token for an authenticator' },
  activated: {
    name: 'Token activated',
    done: '{actor} activated a token',
    failed: '{actor} tried to activate a token',
  },
  'sms-sent': {
    name: 'Code sent to a phone',
    done: '{actor} had a code sent to their phone',
    failed: '{actor} asked for a code to their phone',
  },
  'group-added': { name: 'Group added', done: '{actor} added a group' },
  'group-changed': { name: 'Group changed', done: '{actor} changed a group' },
  'group-deleted': { name: 'Group deleted', done: '{actor} deleted a group' },
  'setting-changed': { name: 'Setting changed', done: '{actor} changed a setting' },
  'users-imported': { name: 'People imported', done: '{actor} imported people' },
  'users-exported': { name: 'People exported', done: '{actor} exported the list of people' },
  'audit-exported': { name: 'Audit log exported', done: '{actor} exported the audit log' },
  'tokens-imported': { name: 'Tokens imported', done: '{actor} imported hardware tokens' },
  'tokens-exported': {
    name: 'Tokens exported',
    done: '{actor} exported the list of hardware tokens',
  },
  'series-renamed': { name: 'Series renamed', done: '{actor} renamed a series of hardware tokens' },
  'series-deleted': {
    name: 'Series deleted',
    done: '{actor} deleted a series of hardware tokens',
    of: '{actor} deleted a series, and with it a hardware token of {subject}',
  },
  'token-assigned': {
    name: 'Token assigned',
    done: '{actor} assigned a hardware token to themselves',
    of: '{actor} assigned a hardware token to {subject}',
  },
  'token-unassigned': {
    name: 'Token unassigned',
    done: '{actor} put a hardware token back',
    of: '{actor} took a hardware token from {subject}',
  },
  'token-resynced': {
    name: 'Token’s clock set right',
    done: '{actor} set the clock of a hardware token right',
    of: '{actor} set the clock of a hardware token of {subject} right',
    failed: '{actor} tried to set the clock of a hardware token right',
  },
  'token-deleted': {
    name: 'Token deleted',
    done: '{actor} deleted a hardware token',
    of: '{actor} deleted a hardware token of {subject}',
  },
  'code-tested': {
    name: 'Code tested',
    done: '{actor} tested a code of theirs',
    of: '{actor} tested a code of {subject}',
  },
  'authority-refused': {
    name: 'Refused for lack of authority',
    done: '{actor} was refused: their role does not allow it',
    of: '{actor} was refused: their role does not allow that with {subject}',
  },
  'application-added': {
    name: 'Application added',
    done: '{actor} added {application}',
  },
  'application-changed': {
    name: 'Application changed',
    done: '{actor} changed {application}',
  },
  'application-deleted': {
    name: 'Application deleted',
    done: '{actor} deleted {application}',
  },
  'application-disabled': {
    name: 'Application disabled',
    done: '{actor} disabled {application}',
  },
  'application-enabled': {
    name: 'Application enabled',
    done: '{actor} enabled {application}',
  },
  'application-key-made': {
    name: 'Key of an application made',
    done: '{actor} made an API key of {application}',
    by: { secret: '{actor} made a client secret of {application}' },
  },
  'application-key-deleted': {
    name: 'Key of an application deleted',
    done: '{actor} deleted an API key of {application}',
    by: { secret: '{actor} deleted a client secret of {application}' },
  },
  'application-tested': {
    name: 'Application tested',
    done: '{actor} tested whether they get into {application}',
    of: '{actor} tested whether {subject} gets into {application}',
  },
  'signing-key-rotated': {
    name: 'Signing key replaced',
    done: '{actor} replaced a signing key',
    by: { withdrawn: '{actor} replaced a signing key, and withdrew the former ones' },
  },
  'consent-given': {
    name: 'Consent given',
    done: '{actor} let {application} know who they are',
  },
  'consent-withdrawn': {
    name: 'Consent withdrawn',
    done: '{actor} took back what {application} may know',
  },
  'application-entered': {
    name: 'Application entered',
    done: '{actor} signed in to {application}',
  },
  'application-refused': {
    name: 'Application refused',
    done: '{actor} was not let into {application}',
    failed: '{actor} was not let into {application}',
  },
  'grant-ended': {
    name: 'Access of an application ended',
    done: 'The access of {application} to {actor} was ended',
    failed: 'What {application} holds was used twice, and its access to {actor} ended',
  },
  validated: {
    name: 'Asked for by a program',
    done: '{application} let {actor} in',
    failed: '{application} asked about {actor}, and did not let them in',
    by: { challenge: '{application} asked {actor} for a code' },
  },
}

/** `{application}` stands where the outcome names one behind its word; else it happened there. */
const atApplication = (sentence: string, { application }: AuditLine): string =>
  application && !sentence.includes('{application}') ? `${sentence}, at {application}` : sentence

/** The outcome without the application that stands behind it. */
export const wordOf = ({ outcome, application }: AuditLine): string =>
  application ? outcome.slice(0, outcome.lastIndexOf('@')) : outcome

const half = /-required$/
/** `totp:no-match`: what stands behind the colon is why it came to nothing. */
const failure = /:|^(lost-race|refused|throttled|failed|portal|denied)$|^refused-|-reused$/

/** Whether the outcome tells of something that did not come to pass. */
export const isFailure = (line: AuditLine): boolean => {
  const word = wordOf(line)
  return sentences[line.action].failed !== undefined && failure.test(word) && !half.test(word)
}

/** The sentence of one line, with its people and its application still to be put in. */
export const sentenceOf = (line: AuditLine): string => atApplication(sentenceAlone(line), line)

const sentenceAlone = (line: AuditLine): string => {
  const { done, of = done, failed = done, halfway, by } = sentences[line.action]
  if (isFailure(line)) return failed
  if (halfway && half.test(wordOf(line))) return halfway
  const [word = ''] = wordOf(line).split(':')
  const exact = by?.[word]
  if (exact) return exact
  return line.subject && line.subject.id !== line.actor?.id ? of : done
}
