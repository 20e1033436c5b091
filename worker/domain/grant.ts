/*
 * How long what a client gets is good for, in seconds.
 */

/** A code is redeemed at once, or not at all (ASVS 10.4.3). */
export const codeSeconds = 60

/** What was pushed is asked for by the very next redirect (RFC 9126, section 2.2). */
export const pushedRequestSeconds = 60

/** ID tokens and access tokens. An API that looks at the signature alone believes one for so long. */
export const tokenSeconds = 300

const day = 86_400

/** A refresh token that nobody uses for so long is dead; each use brings the next. */
const idleSeconds = 30 * day

/** However often it is refreshed, a grant ends (ASVS 10.4.8). */
const grantSeconds = 90 * day

/** When a refresh token that is made now runs out; now or before: none is made any more. */
export const refreshTokenEnds = (grant: { createdAt: number }, now: number): number =>
  Math.min(now + idleSeconds, grant.createdAt + grantSeconds)
