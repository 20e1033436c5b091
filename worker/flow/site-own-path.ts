import { hashToken, newToken, sha256 } from '../crypto/token.ts'
import type { SiteRequest } from '../domain/forwarded.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { SiteAnswer } from '../http/site-answer.ts'
import { siteCookie, siteCookies, type SiteCookies } from '../http/site-cookie.ts'
import { audit } from '../store/audit.ts'
import {
  deleteSiteSession,
  redeemSiteCode,
  replaceSiteSession,
  voidSiteCode,
} from '../store/site.ts'
import { trip } from '../store/trip.ts'
import { forgetSites } from './site-copy.ts'

/** What is ours at every site: none of it reaches the site. */
export const ownPath = '/.latchkey/'

/** Whether it is ours, or may be to a proxy: `/%2elatchkey/`, `/a/../.latchkey/`. */
export const isOwn = ({ path, plainPath }: SiteRequest): boolean =>
  path.startsWith(ownPath) || plainPath.includes(ownPath)

/** As long as the row lives (store/purge.ts); what it counts for is the sign-in's to say. */
const sessionSeconds = 7 * 86_400

/** @param cookies null: nothing that we ever made */
export const atOwnPath = async (
  c: AppContext,
  request: SiteRequest,
  cookies: SiteCookies | null,
): Promise<SiteAnswer> => {
  switch (request.path) {
    case `${ownPath}callback`:
      return callback(c, request, cookies)
    case `${ownPath}sign-out`:
      return signOut(c, request, cookies)
    default:
      // nginx takes 404 for a fault of ours.
      return { status: 403 }
  }
}

/**
 * Back from the portal with a code. Where the browser is not the one that was sent there, or was sent nowhere,
 * somebody made it come: the code is void. Followed is a path on this origin and nothing else.
 */
const callback = async (
  c: AppContext,
  { origin, method, deepPath }: SiteRequest,
  cookies: SiteCookies | null,
): Promise<SiteAnswer> => {
  const { session = null, state = null } = cookies ?? {}
  const code = await hashToken(new URL(deepPath, origin).searchParams.get('code') ?? undefined)
  if (!code || method !== 'GET') return notValid
  const token = await newToken()
  // The hash of nothing is one that anybody can have a code made for.
  const stateHash = state === null ? null : await sha256(state)
  const redeemed = stateHash && { codeHash: code, stateHash, origin, tokenHash: token.hash }
  const { returnPath } = await trip(c.env.DB, {
    returnPath: redeemed && redeemSiteCode(c.env.DB, redeemed, c.var.now),
    voided: voidSiteCode(c.env.DB, code),
    replaced: session && replaceSiteSession(c.env.DB, session, token.hash),
  })
  // What we never made would be in the way for ever.
  if (!cookies) return { ...notValid, cookies: clearedCookies() }
  if (returnPath === null) return notValid
  return {
    status: 302,
    // The path begins with '/', so that whatever follows is on this origin.
    location: origin + returnPath,
    cookies: [
      siteCookie(siteCookies.session, token.text, sessionSeconds),
      siteCookie(siteCookies.assertion, '', 0),
    ],
  }
}

const notValid: SiteAnswer = {
  status: 403,
  notice: {
    text: 'This link is not valid any more.',
    link: { path: '/', text: 'Open the site again' },
  },
}

/** From a page of the site itself; from anywhere else people are asked (attack O08). */
const signOut = async (
  c: AppContext,
  { origin, method }: SiteRequest,
  cookies: SiteCookies | null,
): Promise<SiteAnswer> => {
  const session = cookies?.session
  if (!isFromSite(c, origin, method)) return confirm
  const { ended } = await trip(c.env.DB, {
    ended: session && deleteSiteSession(c.env.DB, session, origin),
  })
  if (ended) {
    const line = { action: 'sign-out', outcome: `site@${ended.applicationId}` } as const
    const entry = auditOf(c, { ...line, actorId: ended.userId })
    await trip(c.env.DB, { audit: audit(c.env.DB, entry, c.var.now) })
    // Whoever copied the cookies is out as well.
    forgetSites(c.env.DB)
  }
  return {
    status: 303,
    location: `${c.var.config.origin}/sign-out`,
    cookies: clearedCookies(),
  }
}

const clearedCookies = (): string[] =>
  Object.values(siteCookies).map((name) => siteCookie(name, '', 0))

/** A link there, or a form; what merely stands in a page of it, such as a picture, anybody may have written. */
const isFromSite = (c: AppContext, origin: string, method: string): boolean => {
  const from = c.req.header('sec-fetch-site')
  if (from === undefined) return method === 'POST' && c.req.header('origin') === origin
  const isFollowed = method === 'POST' || c.req.header('sec-fetch-dest') === 'document'
  return from === 'same-origin' && isFollowed
}

const confirm: SiteAnswer = {
  status: 403,
  notice: {
    text: 'Do you want to sign out?',
    link: { path: `${ownPath}sign-out`, text: 'Sign out' },
  },
}
