import { generateCookie } from 'hono/cookie'
import { decodeBase64Url } from '../crypto/keyring.ts'
import { hashToken } from '../crypto/token.ts'

/** Cookies of ours on the host of somebody else's site. */
export const siteCookies = {
  /** Opaque: its row in D1 says who is there. */
  session: 'latchkey-site',
  /** Which browser was sent to us: whoever comes back with a code must be that one. */
  state: 'latchkey-site-state',
  /** What a check said within the last minute, signed. */
  assertion: 'latchkey-assertion',
} as const
type SiteCookieName = (typeof siteCookies)[keyof typeof siteCookies]

export type SiteCookies = {
  /** Hash of the session's token. */
  session: ArrayBuffer | null
  state: string | null
  assertion: string | null
}

const maxLength = 4096
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * What a browser holds at a site, or null where any of ours comes twice, is too long, or is nothing that we
 * ever made: then none of them counts (CVE-2026-25748).
 */
export const readSiteCookies = async (header: string | undefined): Promise<SiteCookies | null> => {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const session = valueOf(pairs, siteCookies.session)
  const state = valueOf(pairs, siteCookies.state)
  const assertion = valueOf(pairs, siteCookies.assertion)
  const hash = session === null ? null : await hashToken(session)
  const isSound =
    (session === null) === (hash === null) &&
    (state === null || isToken(state)) &&
    (assertion === null || (assertion.length <= maxLength && jwt.test(assertion)))
  return isSound ? { session: hash, state, assertion } : null
}

/** Null: it is not there. Comes twice: nothing that fits any of them. */
const valueOf = (pairs: string[], name: SiteCookieName): string | null => {
  const prefix = `__Host-${name}`
  const found = pairs.filter((pair) => pair.split('=')[0]?.trim() === prefix)
  const [only] = found
  if (only === undefined) return null
  return found.length === 1 ? only.slice(prefix.length + 1) : ''
}

export const isToken = (text: string): boolean =>
  text.length === 43 && decodeBase64Url(text)?.length === 32

/** @param maxAge in seconds */
export const siteCookie = (name: SiteCookieName, value: string, maxAge: number): string =>
  generateCookie(name, value, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge,
  })

/** The line of a `Cookie` header without any of ours; '' where nothing is left. */
export const withoutSiteCookies = (header: string): string => {
  const ours = new Set<string>(Object.values(siteCookies).map((name) => `__Host-${name}`))
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => !ours.has(pair.split('=')[0]?.trim() ?? ''))
    .join('; ')
}
