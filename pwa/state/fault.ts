import type { FaultCode, ProblemError } from '../api.ts'

/** What a screen shows of a refusal. `until` is a time in ms: before it, trying again is refused. */
export type Fault = {
  code: FaultCode
  text: string
  field?: string
  until?: number
}

const sentences: Record<FaultCode, string> = {
  malformed_request: 'Please check what you entered.',
  unauthenticated: 'You are signed out. Sign in again to go on.',
  invalid_credentials: 'The username or password is wrong.',
  invalid_passkey: 'This passkey was not accepted. Try again, or use another way to sign in.',
  user_verification_required:
    'This passkey is not enough alone. Sign in with your password, then use it.',
  invalid_code: 'This code is wrong or was already used. Wait for the next one and try again.',
  expired: 'This took too long, so we started over for your safety.',
  bad_origin: 'This request did not come from this site. Reload the page and try again.',
  forbidden: 'You are not allowed to do this.',
  invalid_api_key: 'This API key is not accepted.',
  application_denied: 'You may not use this application. Ask an administrator.',
  insufficient_scope: 'This API key is not for that.',
  enrollment_required: 'Set up a second factor first.',
  factor_not_allowed: 'This kind of second factor is not accepted here. Use another one.',
  password_change_required: 'Choose a new password first, in your account.',
  step_up_required: 'Confirm that it is you first.',
  not_found: 'This is not there anymore.',
  method_not_allowed: 'This page is out of date. Reload it and try again.',
  conflict: 'This does not fit what is already there.',
  payload_too_large: 'This is too much at once.',
  unsupported_media_type: 'This page is out of date. Reload it and try again.',
  too_many_attempts: 'Too many attempts.',
  factor_suspended:
    'Too many wrong codes: this second factor is suspended. Use a recovery code, or ask an administrator.',
  internal_error: 'Something went wrong on our side. Please try again.',
  unavailable: 'The service is busy right now. Please try again in a moment.',
  network: 'There is no connection to the server. Check your network and try again.',
  passkey_dismissed: 'No passkey was used. Try again, or use another way.',
  passkey_timed_out: 'That took too long. Try again when your passkey is at hand.',
  passkey_known: 'This device or key holds a passkey for your account already.',
  passkey_insecure:
    'Passkeys work only on a secure page. Open this address with https://, or use another way.',
  passkey_unsupported: 'This browser cannot use passkeys. Use another way, or another browser.',
  passkey_unable: 'This device cannot make the kind of passkey that is asked for. Try another one.',
  passkey_wrong_site:
    'Passkeys do not work at this address. Open the address that you usually sign in at.',
  passkey_failed: 'Your device could not do this. Try again, or use another way.',
}

/** Problems whose detail is written for the person in front of the form. */
const detailed = new Set<FaultCode>(['malformed_request', 'conflict'])

/** How a sentence begins that is about a field; the wire says 'password: must have ...'. */
const subjects = new Map([
  ['username', 'The username'],
  ['displayName', 'The display name'],
  ['email', 'The e-mail address'],
  ['phone', 'The phone number'],
  ['password', 'The password'],
  ['next', 'The new password'],
  ['name', 'The name'],
  ['description', 'The description'],
  ['value', 'The value'],
  ['serial', 'The serial'],
])

const sentence = (detail: string, field: string | undefined): string => {
  // The Worker does not know whether digits or a recovery code were asked for; nor does it help.
  if (field === 'code' || field === 'nextCode') return 'Enter the whole code, just as it is shown.'
  const said = field && detail.startsWith(`${field}: `) ? detail.slice(field.length + 2) : detail
  const subject = said === detail ? undefined : subjects.get(field ?? '')
  const text = subject ? `${subject} ${said}` : said
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')
}

/** The Worker always says how long; this is for a proxy that counts for itself. */
const defaultWait = 30

const waitOf = ({ code, retryAfter = defaultWait }: ProblemError): { until?: number } =>
  code === 'too_many_attempts' ? { until: Date.now() + retryAfter * 1000 } : {}

/**
 * A problem in a calm sentence.
 *
 * @param words sentences of this screen, where the general one would be vague
 */
export const faultOf = (
  problem: ProblemError,
  words: Partial<Record<FaultCode, string>> = {},
): Fault => {
  const { code, detail, field } = problem
  const text =
    detail && detailed.has(code) ? sentence(detail, field) : (words[code] ?? sentences[code])
  return { code, text, ...(field ? { field } : {}), ...waitOf(problem) }
}

/** The error of one field, for a field's `error`. */
export const errorAt = (fault: Fault | null, field: string): string | undefined =>
  fault?.field === field ? fault.text : undefined
