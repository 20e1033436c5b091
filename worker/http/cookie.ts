import { generateCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'
import type { AppContext } from './context.ts'
import { hashToken } from '../crypto/token.ts'
import { ProblemError } from './problem.ts'

/** Opaque random values; each means a row in D1 that is bound to its purpose. */
export const cookies = {
  session: 'latchkey-session',
  pending: 'latchkey-login',
  trust: 'latchkey-trust',
} as const
export type CookieName = (typeof cookies)[keyof typeof cookies]

/** `__Host-` (RFC 6265bis 4.1.3.2): only over TLS, only this host, no subdomain may plant one. */
export const writeCookie = (c: AppContext, name: CookieName, value: string, maxAge: number): void =>
  c.header('set-cookie', generateCookie(name, value, { ...attributes, maxAge }), { append: true })

export const clearCookie = (c: AppContext, name: CookieName): void => writeCookie(c, name, '', 0)

const attributes = {
  prefix: 'host',
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'Lax',
} as const

/**
 * The hash of the token in that cookie, or null: none, or nothing that we ever made.
 * @throws malformed_request where the name comes twice: one of them was planted, and none can say which
 */
export const cookieHash = async (c: AppContext, name: CookieName): Promise<ArrayBuffer | null> => {
  const full = `__Host-${name}`
  const header = c.req.header('cookie') ?? ''
  const named = header.split(';').filter((pair) => pair.trim().startsWith(`${full}=`))
  if (named.length > 1)
    throw new ProblemError('malformed_request', { detail: 'A cookie of ours came twice.' })
  return hashToken(parse(header, full)[full])
}
