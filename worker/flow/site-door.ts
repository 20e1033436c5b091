import { encodeBase64Url } from '../crypto/keyring.ts'
import { newToken, sha256 } from '../crypto/token.ts'
import { type Forwarded, readForwarded, type SiteRequest } from '../domain/forwarded.ts'
import type { AppContext } from '../http/context.ts'
import { identityHeaders } from '../http/identity.ts'
import type { SiteAnswer } from '../http/site-answer.ts'
import { readSiteCookies, siteCookie, siteCookies } from '../http/site-cookie.ts'
import type { SiteRecord } from '../store/site.ts'
import { checkSite, findSite, type SiteVerdict } from './site-check.ts'
import { checkSeconds } from './site-copy.ts'
import { atOwnPath, isOwn } from './site-own-path.ts'

/** A request to a site goes on to it, with these headers in place of what it said of itself, or not. */
export type Passage =
  | { kind: 'pass'; site: SiteRecord; headers: Record<string, string>; cookie: string | null }
  /** `site`: null where there is none. */
  | { kind: 'answer'; site: SiteRecord | null; answer: SiteAnswer }

/** A state may wait that long for its person: to find a phone, to enroll. */
const stateSeconds = 3600

/** What still fits beside its name and attributes in a cookie of 4096 bytes. */
const maxAssertionLength = 3800

/**
 * Whether a request that a proxy holds may pass. Whatever cannot be read is refused.
 * @param unauthenticated what those are told who must sign in: 401 for proxies that know no other
 */
export const atSite = async (
  c: AppContext,
  forwarded: Forwarded,
  unauthenticated: 401 | 'as-asked' = 'as-asked',
): Promise<Passage> => {
  const request = readForwarded(forwarded)
  if (!request) return { kind: 'answer', site: null, answer: { status: 403 } }
  const cookies = await readSiteCookies(c.req.header('cookie'))
  const sound = cookies ?? { session: null, state: null, assertion: null }
  if (isOwn(request)) {
    const site = await findSite(c, request.origin)
    const answer = site ? await atOwnPath(c, request, cookies) : { status: 403 }
    return { kind: 'answer', site, answer }
  }
  const { site, verdict } = await checkSite(c, request, sound)
  if (!site || verdict.kind === 'denied') return { kind: 'answer', site, answer: { status: 403 } }
  if (verdict.kind === 'open') return { kind: 'pass', site, headers: {}, cookie: null }
  if (verdict.kind === 'known') return { kind: 'pass', site, ...known(verdict) }
  const status = unauthenticated === 401 || !isNavigation(c, request) ? 401 : 302
  return { kind: 'answer', site, answer: await towardsPortal(c, request, sound.state, status) }
}

const known = ({ visitor, assertion, cookie }: Extract<SiteVerdict, { kind: 'known' }>) => ({
  headers: identityHeaders(visitor.identity, assertion),
  cookie:
    cookie && assertion.length <= maxAssertionLength
      ? siteCookie(siteCookies.assertion, assertion, checkSeconds)
      : null,
})

const isNavigation = (c: AppContext, { method }: SiteRequest): boolean =>
  ['GET', 'HEAD'].includes(method) && (c.req.header('accept') ?? '').includes('text/html')

/**
 * To our own page and from there back to the very address. A state that the browser has already is kept:
 * another tab may be on its way with it.
 */
const towardsPortal = async (
  c: AppContext,
  { origin, deepPath }: SiteRequest,
  held: string | null,
  status: 302 | 401,
): Promise<SiteAnswer> => {
  const state = held ?? (await newToken()).text
  const location = new URL('/authorize', c.var.config.origin)
  location.searchParams.set('site', origin + deepPath)
  location.searchParams.set('state', encodeBase64Url(new Uint8Array(await sha256(state))))
  return {
    status,
    location: location.href,
    cookies: [siteCookie(siteCookies.state, state, stateSeconds)],
  }
}
