import * as v from 'valibot'
import { code } from './factor.ts'
import { line, secret, username } from './text.ts'

/** What an API key may be good for. */
export const apiScopes = ['validate', 'trust'] as const
export type ApiScope = (typeof apiScopes)[number]

const token = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** Whose request it is that the application passes on: for its throttles and for the audit log. */
export const Client = v.strictObject({
  /** An IPv4 or IPv6 address, as the application saw it. */
  address: v.optional(v.pipe(v.string(), v.ip('must be an IP address'))),
  userAgent: v.optional(line(512)),
})
export type Client = v.InferOutput<typeof Client>

/**
 * `POST /api/validate`: whether that is this person. With `challenge` the password is the one that an earlier
 * answer found right. In append mode the code may ride at the end of `password`. Where the application checks
 * passwords itself, neither is sent.
 */
export const Validate = v.strictObject({
  username,
  password: v.optional(secret),
  code: v.optional(code),
  /** From an answer `challenge`, in place of the password. */
  challenge: v.optional(token),
  /** The token of a browser that this person trusts at this application. */
  trust: v.optional(token),
  client: v.optional(Client),
})
export type Validate = v.InferOutput<typeof Validate>

/**
 * `POST /api/validate/trust`: trusts the browser that this person just proved a factor in. `trust` is the token
 * that this browser had until now: its trust ends.
 */
export const ValidateTrust = v.strictObject({
  receipt: token,
  trust: v.optional(token),
  client: v.optional(Client),
})

export type ValidateTrust = v.InferOutput<typeof ValidateTrust>

const Person = v.object({
  id: v.string(),
  username: v.string(),
  displayName: v.string(),
  email: v.string(),
  role: v.picklist(['user', 'admin', 'super_admin']),
  /** Their names, the strongest first. */
  groups: v.array(v.string()),
})

/** A token for the application to keep in that browser, as its own cookie. Each use brings the next. */
const TrustToken = v.object({ token: v.string(), expiresAt: v.number() })

export const ValidateAnswer = v.variant('status', [
  v.object({
    status: v.literal('accept'),
    user: Person,
    /** RFC 8176. */
    amr: v.array(v.string()),
    /** Where this person may trust this browser: for `POST /api/validate/trust`, within a minute. */
    receipt: v.optional(v.string()),
    trust: v.optional(TrustToken),
  }),
  v.object({
    status: v.literal('challenge'),
    /** Kinds of code that are accepted. */
    methods: v.array(v.string()),
    /**
     * Stands for the password in the next request, for five minutes. Not there where the application checks
     * passwords itself: the next request brings the code alone.
     */
    challenge: v.optional(v.string()),
    canTrust: v.boolean(),
  }),
  v.object({
    status: v.literal('reject'),
    /**
     * `credentials` says no more on purpose. `throttled`: nothing was looked at; without `retryAfter` (in
     * seconds) waiting does not help. `portal`: what is due can be done at `url` only. `denied`: this person
     * may not use this application, or none of their second factors.
     */
    reason: v.picklist(['credentials', 'throttled', 'portal', 'denied']),
    url: v.optional(v.string()),
    retryAfter: v.optional(v.number()),
  }),
])
export type ValidateAnswer = v.InferOutput<typeof ValidateAnswer>
export const ValidateTrustAnswer = TrustToken
export type ValidateTrustAnswer = v.InferOutput<typeof ValidateTrustAnswer>
