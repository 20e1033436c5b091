import type { OidcDetails } from '../../schema/api/application.ts'
import { type InvalidReason, type OidcScope, oidcScopes } from '../../schema/api/authorization.ts'
import { type Acr, acrValues } from './application.ts'
import { asksForValues } from './claims-request.ts'

export const prompts = ['none', 'login', 'consent', 'select_account'] as const
export type Prompt = (typeof prompts)[number]

/** What a client asks for, in order (OpenID Connect Core, section 3.1.2.1). */
export type AuthorizationRequest = {
  /** One of those that are registered, to the letter. */
  redirectUri: string
  scopes: OidcScope[]
  state: string | null
  nonce: string | null
  /** S256 (RFC 7636). */
  codeChallenge: string
  prompts: readonly Prompt[]
  /** Seconds. */
  maxAge: number | null
  /** The first of those asked for that we know. */
  acr: Acr | null
  /** A username, as far as the client knows. */
  loginHint: string | null
  /** An ID token of ours, unread: of the person that it must be. */
  idTokenHint: string | null
}

/** RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6. */
export type RequestErrorCode =
  | 'invalid_request'
  | 'invalid_scope'
  | 'unsupported_response_type'
  | 'request_not_supported'

/**
 * `shown`: to the person, for nobody knows whether the address is the client's (RFC 9700, section 4.11.2).
 * `redirected`: the client is told.
 */
export type RequestRefusal =
  | { kind: 'shown'; reason: InvalidReason }
  | {
      kind: 'redirected'
      error: RequestErrorCode
      description: string
      redirectUri: string
      state: string | null
    }
export type RequestResult =
  | { kind: 'valid'; request: AuthorizationRequest }
  | { kind: 'refused'; refusal: RequestRefusal }

/** As text may be that we keep, or hand back. */
const longest = 1000
const longestHint = 8000

type Flaw = { error: RequestErrorCode; description: string }
const flaw = (error: RequestErrorCode, description: string): Flaw => ({ error, description })

/** What we do not do; to leave it unread would answer another question than was asked. */
const unsupported = ['request', 'registration']

/**
 * What a client may ask for at all. Its address comes first: only what is registered, compared as text, is
 * ever led back to. An address given twice is none.
 */
export const readAuthorizationRequest = (
  details: OidcDetails,
  params: URLSearchParams,
): RequestResult => {
  const redirectUri = only(params, 'redirect_uri')
  if (redirectUri === null || !details.redirectUris.includes(redirectUri))
    return { kind: 'refused', refusal: { kind: 'shown', reason: 'bad-return-address' } }
  const given = only(params, 'state')
  const state = given !== null && given.length > longest ? null : given
  const found = flawOf(params)
  if (found)
    return { kind: 'refused', refusal: { kind: 'redirected', ...found, redirectUri, state } }
  const request = { redirectUri, state, ...readOptional(details, params) }
  return { kind: 'valid', request }
}

/** The value of a parameter that comes once; null: none. One without a value is none (RFC 6749, 3.1). */
const only = (params: URLSearchParams, name: string): string | null => {
  const all = params.getAll(name)
  return all.length === 1 && all[0] ? all[0] : null
}

/** What is wrong with it, cheapest first; null: nothing. */
const flawOf = (params: URLSearchParams): Flaw | null => {
  const names = [...params.keys()]
  const twice = names.some((name, i) => names.indexOf(name) < i)
  if (twice) return flaw('invalid_request', 'A parameter comes twice.')
  const strange = unsupported.find((name) => params.get(name))
  if (strange) return flaw('request_not_supported', `${strange} is not supported.`)
  if (asksForValues(params.get('claims') || '{}'))
    return flaw('request_not_supported', 'claims of a certain value are not supported.')
  if (params.get('request_uri')) return flaw('invalid_request', 'request_uri is of no use here.')
  return flawOfResponse(params) ?? flawOfPkce(params) ?? flawOfRest(params)
}

/** The code comes back in the query, and nothing else ever does (RFC 9700, section 2.1.2). */
const flawOfResponse = (params: URLSearchParams): Flaw | null => {
  const type = params.get('response_type')
  if (!type) return flaw('invalid_request', 'response_type is missing.')
  if (type !== 'code') return flaw('unsupported_response_type', 'response_type must be code.')
  if ((params.get('response_mode') || 'query') !== 'query')
    return flaw('invalid_request', 'response_mode must be query.')
  return words(params, 'scope').includes('openid')
    ? null
    : flaw('invalid_scope', 'scope must contain openid.')
}

/** RFC 9700, section 2.1.1: of every client; `plain` would hand out the verifier. */
const flawOfPkce = (params: URLSearchParams): Flaw | null => {
  if (params.get('code_challenge_method') !== 'S256')
    return flaw('invalid_request', 'code_challenge_method must be S256.')
  return /^[A-Za-z0-9_-]{43}$/.test(params.get('code_challenge') ?? '')
    ? null
    : flaw('invalid_request', 'code_challenge must be a SHA-256 in base64url.')
}

const flawOfRest = (params: URLSearchParams): Flaw | null => {
  const tooLong = ['state', 'nonce', 'login_hint', 'acr_values', 'scope', 'prompt'].find(
    (name) => (params.get(name) ?? '').length > longest,
  )
  if (tooLong) return flaw('invalid_request', `${tooLong} is too long.`)
  if ((params.get('id_token_hint') ?? '').length > longestHint)
    return flaw('invalid_request', 'id_token_hint is too long.')
  const asked = words(params, 'prompt')
  if (!asked.every(isPrompt)) return flaw('invalid_request', 'prompt is not known.')
  if (asked.includes('none') && asked.length > 1)
    return flaw('invalid_request', 'prompt none stands alone.')
  return /^(\d{1,9})?$/.test(params.get('max_age') ?? '')
    ? null
    : flaw('invalid_request', 'max_age must be seconds.')
}

/** Of what is in order. What we do not know among scopes and levels is left out, as both allow. */
const readOptional = (details: OidcDetails, params: URLSearchParams) => {
  const asked = words(params, 'scope')
  const scopes = oidcScopes.filter((scope) => asked.includes(scope))
  const levels = words(params, 'acr_values')
  const maxAge = params.get('max_age')
  return {
    scopes: details.refreshTokens ? scopes : scopes.filter((scope) => scope !== 'offline_access'),
    nonce: params.get('nonce') || null,
    codeChallenge: params.get('code_challenge') ?? '',
    prompts: words(params, 'prompt').filter(isPrompt),
    maxAge: maxAge ? Number(maxAge) : null,
    acr: levels.map((level) => acrValues.find((known) => known === level)).find(Boolean) ?? null,
    loginHint: params.get('login_hint') || null,
    idTokenHint: params.get('id_token_hint') || null,
  }
}

const words = (params: URLSearchParams, name: string): string[] =>
  (params.get(name) ?? '').split(' ').filter(Boolean)

const isPrompt = (text: string): text is Prompt => prompts.some((known) => known === text)
