import { everyoneGroupId } from '../../schema/policy.ts'
import { acrOf } from '../domain/application.ts'
import type { SiteRequest } from '../domain/forwarded.ts'
import { policyFor } from '../domain/policy.ts'
import { isLive } from '../domain/session.ts'
import { judgeSite, siteDemand } from '../domain/site.ts'
import type { AppContext } from '../http/context.ts'
import type { SiteCookies } from '../http/site-cookie.ts'
import { listCallerGroups } from '../store/group.ts'
import { readSettings } from '../store/setting.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { readSite, readSiteVisitor, type SiteRecord, touchSiteVisitor } from '../store/site.ts'
import { trip } from '../store/trip.ts'
import { type KnownVisitor, type Place, readAssertion, signAssertion } from './site-assertion.ts'
import { keepSite, siteCopy, type SiteCopy } from './site-copy.ts'
import { standingOf } from './standing.ts'

/** Whether a request may pass to its site. */
export type SiteVerdict =
  /** Whoever it is. */
  | { kind: 'open' }
  /** `cookie`: whether the browser may keep the assertion, to be asked less. */
  | { kind: 'known'; visitor: KnownVisitor; assertion: string; cookie: boolean }
  /** They must sign in, or prove more, first. */
  | { kind: 'unknown' }
  | { kind: 'denied' }

/** `site`: null where there is none at that origin. */
export type Checked = { site: SiteRecord | null; verdict: SiteVerdict }

/**
 * Asks the database at most once; not at all where rules and assertion are of the last minute. What a
 * former check would refuse is asked anew: they may have proved more meanwhile.
 */
export const checkSite = async (
  c: AppContext,
  request: SiteRequest,
  cookies: SiteCookies,
): Promise<Checked> => {
  const copy = siteCopy(c.env.DB, request.origin, c.var.now)
  const former = copy?.site.details.checks === 'minute' ? copy : null
  if (former) {
    const verdict = await byCopy(c, former, request, cookies)
    if (verdict) return { site: former.site, verdict }
  }
  return byDatabase(c, request, cookies.session)
}

/** Null: that takes a look into the database. */
const byCopy = async (
  c: AppContext,
  copy: SiteCopy,
  request: SiteRequest,
  { session, assertion }: SiteCookies,
): Promise<SiteVerdict | null> => {
  const demand = siteDemand(copy.site, request)
  if (demand.kind !== 'policy') return forEverybody(demand.kind)
  if (!session) return { kind: 'unknown' }
  if (!assertion) return null
  const place = { origin: request.origin, token: session }
  const visitor = await readAssertion(c, copy, place, assertion)
  if (!visitor) return null
  const verdict = judgeSite(copy.site, demand, visitor.standing, c.var.now)
  return verdict.kind === 'allowed' ? { kind: 'known', visitor, assertion, cookie: false } : null
}

const forEverybody = (kind: 'open' | 'deny'): SiteVerdict => ({
  kind: kind === 'open' ? 'open' : 'denied',
})

const byDatabase = async (
  c: AppContext,
  request: SiteRequest,
  token: ArrayBuffer | null,
): Promise<Checked> => {
  const found = await findVisitor(c, request.origin, token)
  if (!found) return { site: null, verdict: { kind: 'denied' } }
  const { copy, visitor } = found
  const place = token && { origin: request.origin, token }
  return { site: copy.site, verdict: await judgeFound(c, { copy, visitor, place }, request) }
}

type Found = { copy: SiteCopy; visitor: KnownVisitor | null; place: Place | null }

const judgeFound = async (
  c: AppContext,
  { copy, visitor, place }: Found,
  request: SiteRequest,
): Promise<SiteVerdict> => {
  const demand = siteDemand(copy.site, request)
  if (demand.kind !== 'policy') return forEverybody(demand.kind)
  if (!visitor || !place) return { kind: 'unknown' }
  const verdict = judgeSite(copy.site, demand, visitor.standing, c.var.now)
  switch (verdict.kind) {
    case 'denied':
      return { kind: 'denied' }
    case 'step-up':
      return { kind: 'unknown' }
    case 'allowed': {
      const assertion = await signAssertion(c, copy, place, visitor)
      return { kind: 'known', visitor, assertion, cookie: copy.site.details.checks === 'minute' }
    }
  }
}

/** The site with whoever that token makes known there. Null: there is no such site. */
const findVisitor = async (c: AppContext, origin: string, token: ArrayBuffer | null) => {
  const { DB } = c.env
  const { now } = c.var
  const found = await trip(DB, {
    site: readSite(DB, origin),
    keys: readSigningKeys(DB, 'assertion', now),
    at: token && readSiteVisitor(DB, token, origin),
    settings: token && readSettings(DB),
    groups: token && listCallerGroups(DB, token),
    touched: token && touchSiteVisitor(DB, token, now),
  })
  const { site, keys, at, settings, groups } = found
  if (!site) return null
  const copy = { site, keys }
  keepSite(DB, origin, copy, now)
  if (!at || !settings || !groups) return { copy, visitor: null }
  const { user, session } = at
  const policy = policyFor(settings, user, groups)
  if (!isLive(session, policy, now)) return { copy, visitor: null }
  const standing = standingOf(session, groups, policy)
  const identity = {
    id: user.id,
    username: user.username,
    name: user.displayName || user.username,
    email: user.email,
    groups: groups.filter(({ id }) => id !== everyoneGroupId).map(({ name }) => name),
    role: user.role,
    amr: session.amr,
    acr: acrOf(standing),
    authTime: session.authTime,
    sid: session.sid,
  }
  return { copy, visitor: { identity, standing } satisfies KnownVisitor }
}

/** The site at an origin, as far as nobody in particular is concerned. */
export const findSite = async (c: AppContext, origin: string): Promise<SiteRecord | null> => {
  const copy = siteCopy(c.env.DB, origin, c.var.now)
  return copy?.site ?? (await findVisitor(c, origin, null))?.copy.site ?? null
}
