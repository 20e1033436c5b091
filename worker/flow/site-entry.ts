import { decodeBase64Url } from '../crypto/keyring.ts'
import { newToken } from '../crypto/token.ts'
import { readForwarded, type SiteRequest } from '../domain/forwarded.ts'
import { type SiteDemand, siteDemand } from '../domain/site.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { SignedIn } from '../http/guard.ts'
import { auditIf } from '../store/audit.ts'
import { insertSiteSession, readSite, type SiteRecord } from '../store/site.ts'
import { trip } from '../store/trip.ts'
import type { Entry } from './entry.ts'
import { isOwn, ownPath } from './site-own-path.ts'

/** A code is on its way that long, in seconds. */
const codeSeconds = 60

/**
 * Into a site, by the query that it sent the browser here with; null: not a valid one. Asked for is what
 * the address that they come from asks of a GET.
 */
export const siteEntry = async (c: AppContext, params: URLSearchParams): Promise<Entry | null> => {
  const request = requestOf(params.getAll('site'))
  const stateHash = stateOf(params.getAll('state'))
  if (!request || !stateHash) return null
  const { site } = await trip(c.env.DB, { site: readSite(c.env.DB, request.origin) })
  const demand = site && siteDemand(site, request)
  if (!site || !demand || demand.kind === 'deny') return null
  return {
    application: { id: site.id, name: site.name },
    demand: { audience: site.audience, groups: site.groups, ...proofOf(site, demand) },
    provedSince: null,
    consent: () => Promise.resolve([]),
    enter: (context, caller) => enter(context, caller, { site, request, stateHash }),
    refuse: () => null,
  }
}

/** Where it was asked for nothing, the application's own. */
const proofOf = (site: SiteRecord, demand: SiteDemand) => {
  const { factor, maxAge, acceptTrust } = demand.kind === 'policy' ? demand.demand : site
  return { factor, maxAge, acceptTrust }
}

const requestOf = ([address, ...others]: string[]): SiteRequest | null => {
  const [, proto, host, uri] = /^(https?):\/\/([^/?#]*)(\/.*)$/s.exec(address ?? '') ?? []
  if (others.length > 0) return null
  const request = readForwarded({ proto, host, uri, method: 'GET' })
  return request && isOwn(request) ? null : request
}

const stateOf = ([state, ...others]: string[]): ArrayBuffer | null => {
  if (state?.length !== 43 || others.length > 0) return null
  const bytes = decodeBase64Url(state)
  return bytes?.length === 32 ? bytes.buffer : null
}

type Arrival = { site: SiteRecord; request: SiteRequest; stateHash: ArrayBuffer }

/** Null: what the decision rested on has changed meanwhile, and nothing was written. */
const enter = async (
  c: AppContext,
  { user, session }: SignedIn,
  { site, request, stateHash }: Arrival,
): Promise<string | null> => {
  const { origin } = request
  const code = await newToken()
  const made = {
    id: crypto.randomUUID(),
    applicationId: site.id,
    version: site.version,
    userId: user.id,
    sessionId: session.id,
    origin,
    codeHash: code.hash,
    codeExpiresAt: c.var.now + codeSeconds,
    stateHash,
    returnPath: request.deepPath,
  }
  const happening = { action: 'application-entered', outcome: `site@${site.id}` } as const
  const line = auditOf(c, { ...happening, actorId: user.id })
  const { entered } = await trip(c.env.DB, {
    entered: insertSiteSession(c.env.DB, made, c.var.now),
    audit: auditIf(c.env.DB, line, { when: 'site-session-exists', id: made.id }, c.var.now),
  })
  return entered ? `${origin}${ownPath}callback?code=${code.text}` : null
}
