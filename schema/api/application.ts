import * as v from 'valibot'
import { apiScopes } from './validate.ts'
import { isRedirectUri, isSiteOrigin, isWebUrl } from '../web-address.ts'
import type { SignInStep } from './policy.ts'
import { line } from './text.ts'

/** An OpenID Connect client, a site behind a proxy, or a program that asks with an API key. */
export const applicationKinds = ['oidc', 'site', 'api'] as const
export type ApplicationKind = (typeof applicationKinds)[number]

/** `policy`: what policy asked for at the door is enough. */
export const factorNeeds = ['policy', 'second-factor', 'phishing-resistant'] as const
export type FactorNeed = (typeof factorNeeds)[number]

const groups = v.pipe(v.array(v.pipe(v.string(), v.uuid('must be ids'))), v.maxLength(100))
const flag = (fallback: boolean) => v.optional(v.boolean(), fallback)
/** In seconds: how long ago the proof may be that is asked for; null: as old as the session. */
const maxAge = v.optional(
  v.nullable(v.pipe(v.number(), v.integer(), v.minValue(60), v.maxValue(604_800))),
  null,
)
const webUrl = v.pipe(v.string(), v.maxLength(2000), v.check(isWebUrl, 'must be an https address'))
const anyOrNone = v.union([v.literal(''), webUrl])

/** Who may use an application, and what it asks of them. */
const policy = {
  audience: v.optional(v.picklist(['everyone', 'groups']), 'everyone'),
  /** Ids; with `audience` 'groups' whoever is in one of them. */
  groups: v.optional(groups, []),
  factor: v.optional(v.picklist(factorNeeds), 'policy'),
  maxAge,
  /** Whether a trusted browser stands in for the second factor. */
  acceptTrust: flag(true),
}
const AppPolicy = v.object(policy)
/** The same for decisions. */
export type AppPolicy = v.InferOutput<typeof AppPolicy>

const uris = (check: (text: string) => boolean, message: string) =>
  v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(2000), v.check(check, message))),
      v.maxLength(50),
    ),
    [],
  )

/** Public keys of a client that signs what it asks for (RFC 7523); secret parts are refused. */
export const ClientKeys = v.pipe(
  v.array(
    v.pipe(
      v.looseObject({ kty: v.picklist(['EC', 'RSA', 'OKP']), kid: v.optional(v.string()) }),
      v.check(
        (key) => !['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].some((part) => part in key),
        'must be public keys only',
      ),
    ),
  ),
  v.maxLength(10),
)

export const OidcDetails = v.strictObject({
  /** `none`: a public client, which has no secret to keep. */
  clientAuthentication: v.optional(
    v.picklist(['client_secret', 'private_key_jwt', 'none']),
    'client_secret',
  ),
  jwks: v.optional(ClientKeys, []),
  redirectUris: uris(isRedirectUri, 'must be https addresses, loopback or app schemes, no #'),
  postLogoutRedirectUris: uris(isRedirectUri, 'must be https addresses, loopback or app schemes'),
  backchannelLogoutUri: v.optional(anyOrNone, ''),
  idTokenAlgorithm: v.optional(v.picklist(['ES256', 'RS256']), 'ES256'),
  /** Ours: nobody is asked whether it may know who they are. */
  firstParty: flag(true),
  refreshTokens: flag(true),
  requirePushedRequests: flag(false),
  /** Of access tokens, beside ourselves: the API that this client calls. */
  audienceUri: v.optional(anyOrNone, ''),
})
export type OidcDetails = v.InferOutput<typeof OidcDetails>

/**
 * What holds for a part of a site, the first that fits; where none does, the application's own policy.
 * `open` asks nobody anything; `deny` lets nobody in.
 */
export const SiteRule = v.strictObject({
  /** Begins with '/'. `/admin` stands for itself and whatever is below it. */
  path: v.pipe(
    v.string(),
    v.maxLength(300),
    v.regex(/^\/[A-Za-z0-9._~!$&'()*+,=:@/-]*$/, 'must be a plain path, like /admin'),
  ),
  /** Empty: all. */
  methods: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[A-Z]{3,10}$/, 'must be methods, like GET'))),
      v.maxLength(9),
    ),
    [],
  ),
  access: v.picklist(['open', 'policy', 'deny']),
  /** With `policy`: beside the application's own. Empty: whoever may use the application. */
  groups: v.optional(groups, []),
  factor: v.optional(v.picklist(factorNeeds), 'policy'),
  maxAge,
})
export type SiteRule = v.InferOutput<typeof SiteRule>

export const SiteDetails = v.strictObject({
  /** Scheme, host and port as people type them. */
  origins: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.maxLength(300),
        v.check(isSiteOrigin, 'must be origins, like https://wiki.example.org'),
      ),
    ),
    v.minLength(1, 'must name at least one'),
    v.maxLength(20),
  ),
  rules: v.optional(v.pipe(v.array(SiteRule), v.maxLength(50)), []),
  /** `minute`: a check may rest on one of the last 60 seconds. `each`: every request asks the database. */
  checks: v.optional(v.picklist(['minute', 'each']), 'minute'),
  /** Where the Worker itself stands in front of the site: what it fetches. '': it does not. */
  upstream: v.optional(anyOrNone, ''),
})
export type SiteDetails = v.InferOutput<typeof SiteDetails>

export const ApiDetails = v.strictObject({
  /** `here`: we check the password. `there`: the application has, and asks for the second factor only. */
  passwords: v.optional(v.picklist(['here', 'there']), 'here'),
  /** Whether a code may ride at the end of the password. */
  append: flag(false),
  /** Whether its people may trust a browser there. */
  trust: flag(false),
})
export type ApiDetails = v.InferOutput<typeof ApiDetails>

const name = v.pipe(line(100), v.minLength(1, 'must not be empty'))
const common = { name, homeUrl: v.optional(anyOrNone, ''), ...policy }

/** `POST /api/admin/applications` */
export const NewApplication = v.variant('kind', [
  v.strictObject({ kind: v.literal('oidc'), ...common, details: OidcDetails }),
  v.strictObject({ kind: v.literal('site'), ...common, details: SiteDetails }),
  v.strictObject({ kind: v.literal('api'), ...common, details: ApiDetails }),
])
export type NewApplication = v.InferOutput<typeof NewApplication>

/** `PATCH /api/admin/applications/:id`: the whole of it anew, as of `version`; the kind stays. */
export const ApplicationChange = v.strictObject({
  version: v.pipe(v.number(), v.integer()),
  application: NewApplication,
})

/** `GET /api/admin/applications/:id`. Times are unix seconds. `id` is what OpenID Connect calls client_id. */
export type Application = NewApplication & {
  id: string
  version: number
  createdAt: number
  disabledAt: number | null
  keys: ApplicationKey[]
}
export const maxApplications = 500
/** Valid at a time: one that follows another, and a few places that each have their own. */
export const maxApplicationKeys = 5

/** `GET /api/admin/applications`: all, by name. */
export type Applications = { applications: ApplicationLine[] }
export type ApplicationLine = {
  id: string
  kind: ApplicationKind
  name: string
  homeUrl: string
  audience: 'everyone' | 'groups'
  disabledAt: number | null
  /** Valid ones. */
  keys: number
  /** When somebody last came in, or a key was last used, as far as the log reaches; null: never. */
  lastUsedAt: number | null
}

export type ApplicationKey = {
  id: string
  name: string
  /** Its last four characters. */
  hint: string
  scopes: string[]
  createdAt: number
  expiresAt: number | null
  lastUsedAt: number | null
}

/** `POST /api/admin/applications/:id/keys`. Scopes are for API keys; `expiresInDays` null: for ever. */
export const NewApplicationKey = v.strictObject({
  name: v.optional(line(100), ''),
  scopes: v.optional(v.array(v.picklist(apiScopes)), []),
  expiresInDays: v.optional(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650))),
    null,
  ),
})

/** `DELETE /api/admin/applications/:id/keys/:key` */
export const KeyParams = v.strictObject({
  id: v.pipe(v.string(), v.uuid('must be an id')),
  key: v.pipe(v.string(), v.uuid('must be an id')),
})

/** Shown this once. */
export type MadeApplicationKey = ApplicationKey & { secret: string }

/** `POST /api/admin/applications/:id/test`: whether somebody would get in. `url` is for sites. */
export const ApplicationTest = v.strictObject({
  username: v.pipe(line(256), v.minLength(1, 'must not be empty')),
  url: v.optional(v.pipe(v.string(), v.maxLength(8000))),
  method: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3,10}$/, 'must be a method, like GET'))),
})

/** What lets somebody in, is asked of them first, or keeps them out; in the order in which it is looked at. */
export type TestReason =
  | { kind: 'application-disabled' }
  | { kind: 'person-disabled' }
  /** Of the site: the address is not one of its own. */
  | { kind: 'address' }
  /** It may mean another one to whoever serves it: all rules that restrict count at once. */
  | { kind: 'ambiguous' }
  /** The rule of the site that decides; none: the application's own policy does. */
  | { kind: 'rule'; path: string; methods: string[]; access: SiteRule['access'] }
  | { kind: 'groups'; groups: { id: string; name: string | null }[] }
  /** They cannot sign in, or have something to do at the door first. */
  | { kind: 'sign-in'; step: SignInStep }
  /** They have nothing that proves it. */
  | { kind: 'no-factor'; needs: FactorNeed }
  /** They would be asked for it: `anew` where it was proved, but too long ago. */
  | { kind: 'factor'; needs: FactorNeed; anew: boolean }
  /** They are signed in nowhere. */
  | { kind: 'signed-out' }

/** The answer: `asked` gets in after what `reasons` name. */
export type ApplicationTestAnswer = {
  person: { id: string; username: string }
  outcome: 'allowed' | 'asked' | 'denied'
  reasons: TestReason[]
}
