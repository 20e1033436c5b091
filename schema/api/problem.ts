import * as v from 'valibot'

/**
 * Everything that the wire may say went wrong: code -> status and title (RFC 9457, section 3).
 * A code is stable; what an attacker must not tell apart shares one.
 */
export const problems = {
  malformed_request: { status: 400, title: 'The request is not in the expected form' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  invalid_credentials: { status: 401, title: 'Username or password is wrong' },
  invalid_code: { status: 401, title: 'The code is wrong, or was used already' },
  invalid_passkey: { status: 401, title: 'This passkey was not accepted' },
  invalid_api_key: { status: 401, title: 'This API key is not accepted' },
  expired: { status: 401, title: 'This sign-in has expired' },
  bad_origin: { status: 403, title: 'The request did not come from this site' },
  forbidden: { status: 403, title: 'You may not do this' },
  enrollment_required: { status: 403, title: 'Set up a second factor first' },
  user_verification_required: {
    status: 403,
    title: 'This passkey is not enough alone',
  },
  factor_not_allowed: { status: 403, title: 'This kind of second factor is not accepted' },
  password_change_required: { status: 403, title: 'Choose a new password first' },
  step_up_required: { status: 403, title: 'Confirm that it is you' },
  application_denied: { status: 403, title: 'You may not use this application' },
  insufficient_scope: { status: 403, title: 'This API key is not for that' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address does not know that method' },
  conflict: { status: 409, title: 'This does not fit what is already there' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The request must be JSON' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  factor_suspended: { status: 429, title: 'This second factor is suspended' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The service is busy' },
} as const

export type ProblemCode = keyof typeof problems

/** The problem document as it travels. `retryAfter` is in seconds and repeats the header. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  code: v.picklist(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  detail: v.optional(v.string()),
  /** Where in the request the fault lies, for example `password`. */
  field: v.optional(v.string()),
  retryAfter: v.optional(v.number()),
})
export type Problem = v.InferOutput<typeof Problem>
