import { hashToken } from '../../crypto/token.ts'
import { verifyJwt } from '../../crypto/jwt.ts'
import { both, type Demand, needOf } from '../../domain/application.ts'
import type { RequestRefusal } from '../../domain/oidc-request.ts'
import type { AppContext } from '../../http/context.ts'
import { readApplication } from '../../store/application.ts'
import { holdPushedRequest, readPushedRequest } from '../../store/pushed-request.ts'
import { readSigningKeys, type SigningKeyRecord } from '../../store/signing-key.ts'
import { trip } from '../../store/trip.ts'
import type { Entry, Wanted } from '../entry.ts'
import { momentOf, momentSeconds, withoutMoment } from './moment.ts'
import { type ClientRequest, enter, missingConsent } from './code.ts'
import { asClient, validateAuthorizationParameters } from './request.ts'
import { refusalTo } from './return.ts'

/** Into an OpenID Connect client, by what it asks for: in the address, or pushed beforehand. */
export const oidcEntry = async (c: AppContext, params: URLSearchParams): Promise<Wanted> => {
  const pushed = await pushedIn(params)
  if (pushed === 'foreign') return { kind: 'invalid', reason: 'bad-request' }
  const found = await trip(c.env.DB, {
    application: readApplication(c.env.DB, params.get('client_id') ?? ''),
    pushed: pushed && readPushedRequest(c.env.DB, pushed, c.var.now),
    keys:
      params.has('id_token_hint') || pushed ? readSigningKeys(c.env.DB, 'oidc', c.var.now) : null,
  })
  const client = asClient(found.application)
  if (!client) return { kind: 'invalid', reason: 'unknown-application' }
  if (pushed && found.pushed?.applicationId !== client.id)
    return { kind: 'invalid', reason: 'expired' }
  // RFC 9126, section 4: of what stands in the address beside it, nothing counts.
  const asked = pushed ? new URLSearchParams(found.pushed?.parameters) : withoutMoment(params)
  const result = validateAuthorizationParameters(client, asked)
  if (result.kind === 'refused') return refused(c, result.refusal)
  const request = { ...result.request, client, pushed }
  if (client.details.requirePushedRequests && !pushed)
    return unheard(c, request, 'Requests must be pushed.')
  const person = await personIn(c, found.keys ?? [], request)
  if (person === 'nobody') return unheard(c, request, 'id_token_hint is none of yours.')
  const entry = entryFor(c, request, await momentOf(c, params))
  return {
    kind: 'entry',
    entry: { ...entry, ...(person !== null && { person }) },
    loginHint: request.loginHint,
    silent: request.prompts.includes('none'),
  }
}

/**
 * The same for our page. Where a fresh proof is asked for, and nobody can say any more since when, the
 * question is put anew: else no proof would ever be young enough for it.
 */
export const oidcEntryNow = async (c: AppContext, params: URLSearchParams): Promise<Wanted> => {
  const [wanted, askedAt] = await Promise.all([oidcEntry(c, params), momentOf(c, params)])
  if (wanted.kind !== 'entry' || wanted.entry.provedSince === null || askedAt !== null)
    return wanted
  const query = withoutMoment(params).toString()
  return { kind: 'redirect', location: `${c.var.config.origin}/api/oidc/authorize?${query}` }
}

/** Somebody has come with a pushed request, and goes through our pages now: it must not run out under them. */
export const holdPushed = async (c: AppContext, params: URLSearchParams): Promise<void> => {
  const pushed = await pushedIn(params)
  if (pushed === null || pushed === 'foreign') return
  const { now } = c.var
  const held = holdPushedRequest(c.env.DB, pushed, now + momentSeconds, now)
  await trip(c.env.DB, { held })
}

/** What every `request_uri` of ours begins with (RFC 9126, section 2.2). */
export const pushedPrefix = 'urn:ietf:params:oauth:request_uri:'

/** The hash of what names a pushed request; null: none is named. An address to fetch from is `foreign`. */
const pushedIn = async (params: URLSearchParams): Promise<ArrayBuffer | 'foreign' | null> => {
  const [uri, ...others] = params.getAll('request_uri')
  if (!uri && others.length === 0) return null
  const named = others.length === 0 && uri?.startsWith(pushedPrefix)
  const hash = named ? await hashToken(uri?.slice(pushedPrefix.length)) : null
  return hash ?? 'foreign'
}

const refused = (c: AppContext, refusal: RequestRefusal): Wanted => {
  if (refusal.kind === 'shown') return { kind: 'invalid', reason: refusal.reason }
  return { kind: 'redirect', location: refusalTo(c, refusal)(refusal.error, refusal.description) }
}

const unheard = (c: AppContext, request: ClientRequest, description: string): Wanted => ({
  kind: 'redirect',
  location: refusalTo(c, request)('invalid_request', description),
})

/** Of whom the client holds an ID token; null: it says nothing of it. */
const personIn = async (
  c: AppContext,
  keys: readonly SigningKeyRecord[],
  { idTokenHint, client }: ClientRequest,
): Promise<string | null> => {
  if (idTokenHint === null) return null
  const { origin: issuer } = c.var.config
  const expected = { issuer, typ: 'JWT', now: c.var.now, audience: client.id, expired: true }
  return (await verifyJwt(keys, idTokenHint, expected))?.sub ?? 'nobody'
}

const entryFor = (c: AppContext, request: ClientRequest, askedAt: number | null): Entry => {
  const { client } = request
  const { id, name, audience, groups } = client
  return {
    application: { id, name },
    demand: { audience, groups, ...both(client, demandOf(request)) },
    provedSince: provedSince(request, askedAt, c.var.now),
    consent: (caller) => missingConsent(c, request, caller),
    enter: (_c, caller, standing, agreed) => enter(c, request, { caller, standing, agreed }),
    refuse: refusalTo(c, request),
  }
}

/** A level that was asked for is reached by a proof: a trusted browser is none. */
const demandOf = ({ acr }: ClientRequest): Demand => ({
  factor: acr ? needOf[acr] : 'policy',
  maxAge: null,
  acceptTrust: acr === null || acr === 'aal1',
})

/**
 * Counted from when we asked, so that whoever proves it gets in however long they take to go on. Who has not
 * been asked yet has proved nothing for it.
 */
const provedSince = (
  { prompts, maxAge }: ClientRequest,
  askedAt: number | null,
  now: number,
): number | null => {
  const from = askedAt ?? now
  if (prompts.includes('login') || prompts.includes('select_account')) return from
  return maxAge === null ? null : from - maxAge - 1
}
