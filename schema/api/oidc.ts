import * as v from 'valibot'

/*
 * What programs that speak OAuth send and get, for whoever describes it. Requests are judged by the flows
 * themselves, clause by clause (worker/domain/oidc-request.ts, worker/flow/client.ts): a member that is not
 * known here is not looked at, as RFC 6749, section 3.1 wants.
 */

const said = (description: string) => v.pipe(v.string(), v.description(description))
const maybe = (description: string) => v.optional(said(description))

/** How a client says that it is itself, where not in the header `Authorization`. */
const client = {
  client_id: maybe('The application’s id; without the header `Authorization` it must be here.'),
  client_secret: maybe('`client_secret_post`.'),
  client_assertion: maybe('A signed JWT (RFC 7523, section 2.2).'),
  client_assertion_type: v.optional(
    v.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  ),
}

/** `POST /api/oidc/token` */
export const TokenRequest = v.variant('grant_type', [
  v.object({
    grant_type: v.literal('authorization_code'),
    code: said('Good once, for 60 seconds.'),
    redirect_uri: said('Where the code was sent, to the letter.'),
    code_verifier: v.pipe(
      v.string(),
      v.regex(/^[A-Za-z0-9._~-]{43,128}$/),
      v.description('RFC 7636, section 4.1.'),
    ),
    ...client,
  }),
  v.object({
    grant_type: v.literal('refresh_token'),
    refresh_token: said('Good once: the answer brings the next.'),
    scope: maybe('The same as before, or less.'),
    ...client,
  }),
])

/** What a client asks for when it sends somebody to sign in (OpenID Connect Core, section 3.1.2.1). */
const asked = {
  response_type: v.literal('code'),
  redirect_uri: said('One of those that are registered, to the letter.'),
  scope: said('Words, `openid` among them: `profile`, `email`, `groups`, `offline_access`.'),
  code_challenge: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{43}$/),
    v.description('RFC 7636, section 4.2.'),
  ),
  code_challenge_method: v.literal('S256'),
  state: maybe('Comes back as it is.'),
  nonce: maybe('Stands in the ID token.'),
  response_mode: v.optional(v.literal('query')),
  prompt: maybe('`none`, or words of `login`, `consent` and `select_account`.'),
  max_age: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/),
      v.description('Seconds: how long ago the sign-in may be.'),
    ),
  ),
  acr_values: maybe('Of `aal1`, `aal2` and `phr`, the one that is wanted first.'),
  login_hint: maybe('A username.'),
  claims: maybe('Left unread: claims come by scopes. Refused where one must have a certain value.'),
  id_token_hint: maybe('An ID token of the person that it must be.'),
}

/** `POST /api/oidc/par` (RFC 9126). */
export const PushRequest = v.object({ ...asked, ...client })

/** `GET /api/oidc/authorize`: what was pushed before, or all of it. */
export const AuthorizationQuery = v.object({
  client_id: said('The application’s id.'),
  request_uri: maybe('From `POST /api/oidc/par`; then nothing else is looked at.'),
  ...v.partial(v.object(asked)).entries,
})

/** `GET /api/oidc/logout` (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export const LogoutQuery = v.object({
  id_token_hint: maybe('An ID token of ours: whose session is to end.'),
  client_id: maybe('The application’s id, where no ID token says it.'),
  post_logout_redirect_uri: maybe('One of those that are registered, to the letter.'),
  state: maybe('Comes back as it is.'),
})

/** `POST /api/oidc/revoke` (RFC 7009). */
export const RevocationRequest = v.object({
  token: said(
    'An access or a refresh token; whichever it is, all that hangs together with it ends.',
  ),
  token_type_hint: maybe('Not needed.'),
  ...client,
})

/** RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3. */
export const TokenAnswer = v.strictObject({
  access_token: said('A JWT (RFC 9068).'),
  token_type: v.literal('Bearer'),
  expires_in: v.pipe(v.number(), v.integer(), v.description('Seconds.')),
  scope: said('What was granted.'),
  id_token: maybe('Who it is, how surely (`acr`, `amr`), and since when (`auth_time`).'),
  refresh_token: maybe('With `offline_access`.'),
})
export type TokenAnswer = v.InferOutput<typeof TokenAnswer>

/** RFC 9126, section 2.2. */
export const PushAnswer = v.strictObject({
  request_uri: said('For `GET /api/oidc/authorize`, once.'),
  expires_in: v.pipe(v.number(), v.integer(), v.description('Seconds.')),
})

export type PushAnswer = v.InferOutput<typeof PushAnswer>

/** OpenID Connect Core, section 5.3.2: as far as the granted scopes go. */
export const Userinfo = v.strictObject({
  sub: said('Names the person for ever.'),
  name: maybe('With `profile`.'),
  preferred_username: maybe('With `profile`.'),
  email: maybe('With `email`; nobody checked it.'),
  groups: v.optional(v.pipe(v.array(v.string()), v.description('Names, with `groups`.'))),
  role: maybe('With `role`.'),
})

export type Userinfo = v.InferOutput<typeof Userinfo>

/** Public keys (RFC 7517, section 5). */
export const JwkSet = v.strictObject({
  keys: v.array(
    v.looseObject({
      kty: v.picklist(['EC', 'RSA']),
      kid: said('The thumbprint (RFC 7638).'),
      alg: v.picklist(['ES256', 'RS256']),
      use: v.literal('sig'),
    }),
  ),
})

/** OpenID Connect Discovery 1.0, section 3: what nobody could do without. */
export const Discovery = v.looseObject({
  issuer: said('This origin.'),
  authorization_endpoint: v.string(),
  token_endpoint: v.string(),
  userinfo_endpoint: v.string(),
  jwks_uri: v.string(),
  scopes_supported: v.array(v.string()),
  response_types_supported: v.array(v.string()),
  id_token_signing_alg_values_supported: v.array(v.string()),
})
