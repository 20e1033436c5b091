/**
 * For other Workers (and any server that runs Hono): who calls, as Latchkey vouches for it. It needs hono
 * and jose and nothing else of this repository: copy it, or import `latchkey/middleware`.
 */
import type { MiddlewareHandler } from 'hono'
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose'

/** Who calls. */
export type LatchkeyPerson = {
  /** Their id: it stays when a name changes. */
  subject: string
  /** The others where they were vouched for: tokens say what their scopes let them. */
  username: string | null
  groups: readonly string[]
  role: string | null
  /** RFC 8176: what was proved. */
  amr: readonly string[]
  /** `aal1`, `aal2` or `phr`. */
  acr: string | null
  /** Unix seconds. */
  authTime: number | null
}

export type LatchkeyEnv = { Variables: { latchkey: LatchkeyPerson } }

export type LatchkeyOptions = {
  /** Where Latchkey is: https://login.example.org */
  issuer: string
  /** What the assertion or the token must be for: the origin of this site, the address of this API. */
  audience: string
  /** Published keys, where they are not to be fetched. A kind without keys is refused. */
  jwks?: { assertions?: JSONWebKeySet; tokens?: JSONWebKeySet }
  /** How keys are fetched: a service binding's `fetch`, where the two Workers share a zone. */
  fetch?: (address: string, init: RequestInit) => Promise<Response>
  /** Any of these. */
  role?: string | readonly string[]
  /** Names; any of these. */
  groups?: string | readonly string[]
}

/** Clocks differ, and requests take their time after they were vouched for. In seconds. */
const clockTolerance = 10
const maxLength = 16_384

/**
 * Lets in whom a `Latchkey-Assertion` of the proxy or gateway names, or the access token of a client
 * (RFC 9068), and sets `c.var.latchkey`; 401 otherwise, 403 where role or groups do not fit. Keys are
 * fetched once and kept: no request waits for Latchkey but the first, and the first after a rotation.
 * `Remote-User` and its like are not looked at: anybody can send them.
 *
 * @throws TypeError where issuer or audience are empty: neither would be compared
 */
export const latchkey = (options: LatchkeyOptions): MiddlewareHandler<LatchkeyEnv> => {
  if (!options.issuer || !options.audience)
    throw new TypeError('latchkey() needs an issuer and an audience')
  const assertions = keysOf(options, 'assertions', '/api/forward-auth/jwks')
  const tokens = keysOf(options, 'tokens', '/api/oidc/jwks')
  return async (c, next) => {
    const assertion = c.req.header('latchkey-assertion')
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    const proof =
      assertion === undefined
        ? { text: token, keys: tokens, typ: 'at+jwt' }
        : { text: assertion, keys: assertions, typ: 'latchkey-assertion+jwt' }
    const verdict = await verify(proof, options)
    if (typeof verdict === 'number') return refusal(verdict)
    const person = personOf(verdict)
    if (!person) return refusal(401)
    if (!fits([person.role], options.role) || !fits(person.groups, options.groups))
      return refusal(403)
    c.set('latchkey', person)
    await next()
  }
}

type Keys = JWTVerifyGetKey

const keysOf = (
  { issuer, jwks, fetch }: LatchkeyOptions,
  kind: 'assertions' | 'tokens',
  path: string,
): Keys =>
  jwks
    ? createLocalJWKSet(jwks[kind] ?? { keys: [] })
    : createRemoteJWKSet(new URL(path, issuer), fetch && { [customFetch]: fetch })

type Proof = { text: string | undefined; keys: Keys; typ: string }

/** The claims, or why not. Keys in the token itself are not looked at (RFC 8725, section 3.10). */
const verify = async (
  { text, keys, typ }: Proof,
  { issuer, audience }: LatchkeyOptions,
): Promise<JWTPayload | 401 | 503> => {
  if (!text || text.length > maxLength) return 401
  try {
    const { payload } = await jwtVerify(text, keys, {
      issuer,
      audience,
      typ,
      algorithms: ['ES256'],
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance,
    })
    return payload
  } catch (error) {
    // Whatever else it is: nobody said that the token is good.
    return error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) ? 401 : 503
  }
}

const personOf = (claims: JWTPayload): LatchkeyPerson | null => {
  const { sub } = claims
  if (!sub) return null
  return {
    subject: sub,
    username: textIn(claims['preferred_username']),
    groups: textsIn(claims['groups']),
    role: textIn(claims['role']),
    amr: textsIn(claims['amr']),
    acr: textIn(claims['acr']),
    authTime: typeof claims['auth_time'] === 'number' ? claims['auth_time'] : null,
  }
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

const fits = (
  held: readonly (string | null)[],
  wanted: string | readonly string[] | undefined,
): boolean => wanted === undefined || [wanted].flat().some((one) => held.includes(one))

const titles = { 401: 'Sign in first', 403: 'Not allowed', 503: 'Try again later' } as const

/** RFC 9457, and RFC 6750, section 3. */
const refusal = (status: keyof typeof titles): Response =>
  Response.json(
    { type: 'about:blank', title: titles[status], status },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      },
    },
  )
