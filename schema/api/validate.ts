import * as v from 'valibot'
import { code } from './factor.ts'
import { line, secret, username } from './text.ts'

/** What an API key may be good for. */
export const apiScopes = ['validate', 'trust'] as const
export type ApiScope = (typeof apiScopes)[number]

const token = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/** Whose request it is that the application passes on: for its throttles and for the audit log. */
export const Client = v.strictObject({
  address: v.optional(
    v.pipe(
      v.string(),
      v.ip('must be an IP address'),
      v.description('Of the person’s browser, as the application saw it.'),
    ),
  ),
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
  password: v.optional(
    v.pipe(secret, v.description('Not where the application checks passwords itself.')),
  ),
  code: v.optional(v.pipe(code, v.description('Of a second factor, as typed.'))),
  challenge: v.optional(
    v.pipe(token, v.description('From an answer `challenge`, in place of the password.')),
  ),
  trust: v.optional(
    v.pipe(token, v.description('Of a browser that this person trusts at this application.')),
  ),
  client: v.optional(Client),
})
export type Validate = v.InferOutput<typeof Validate>

/**
 * `POST /api/validate/trust`: trusts the browser that this person just proved a factor in. `trust` is the token
 * that this browser had until now: its trust ends.
 */
export const ValidateTrust = v.strictObject({
  receipt: v.pipe(token, v.description('From an answer `accept`, within a minute.')),
  trust: v.optional(
    v.pipe(token, v.description('What this browser had until now: its trust ends.')),
  ),
  client: v.optional(Client),
})

export type ValidateTrust = v.InferOutput<typeof ValidateTrust>

const Person = v.object({
  id: v.string(),
  username: v.string(),
  displayName: v.string(),
  email: v.string(),
  role: v.picklist(['user', 'admin', 'super_admin']),
  groups: v.pipe(v.array(v.string()), v.description('Names, the strongest first.')),
})

/** A token for the application to keep in that browser, as its own cookie. Each use brings the next. */
const TrustToken = v.object({
  token: v.string(),
  expiresAt: v.pipe(v.number(), v.description('Unix seconds.')),
})

export const ValidateAnswer = v.variant('status', [
  v.object({
    status: v.literal('accept'),
    user: Person,
    amr: v.pipe(v.array(v.string()), v.description('RFC 8176.')),
    receipt: v.optional(
      v.pipe(
        v.string(),
        v.description('Where this person may trust this browser: for `POST /api/validate/trust`.'),
      ),
    ),
    trust: v.optional(TrustToken),
  }),
  v.object({
    status: v.literal('challenge'),
    methods: v.pipe(v.array(v.string()), v.description('Kinds of code that are accepted.')),
    challenge: v.optional(
      v.pipe(
        v.string(),
        v.description(
          'Stands for the password in the next request, for five minutes. Not there where the application checks passwords itself: the next request brings the code alone.',
        ),
      ),
    ),
    canTrust: v.boolean(),
  }),
  v.object({
    status: v.literal('reject'),
    reason: v.pipe(
      v.picklist(['credentials', 'throttled', 'portal', 'denied']),
      v.description(
        '`credentials` says no more on purpose. `throttled`: nothing was looked at. `portal`: what is due can be done at `url` only. `denied`: this person may not use this application, or none of their second factors.',
      ),
    ),
    url: v.optional(v.string()),
    retryAfter: v.optional(
      v.pipe(v.number(), v.description('Seconds; without it waiting does not help.')),
    ),
  }),
])
export type ValidateAnswer = v.InferOutput<typeof ValidateAnswer>
export const ValidateTrustAnswer = TrustToken
export type ValidateTrustAnswer = v.InferOutput<typeof ValidateTrustAnswer>
