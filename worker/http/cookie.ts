import { generateCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'
import type { AppContext } from './context.ts'
import type { CookieName } from './tokens.ts'

/** `__Host-` (RFC 6265bis 4.1.3.2): only over TLS, only this host, no subdomain may plant one. */
export const writeCookie = (c: AppContext, name: CookieName, value: string, maxAge: number): void =>
  c.header('set-cookie', generateCookie(name, value, { ...attributes, maxAge }), { append: true })

/** The same token for longer: the row that it names says how long it counts. */
export const prolongCookie = (c: AppContext, name: CookieName, maxAge: number): void => {
  const full = `__Host-${name}`
  const value = parse(c.req.header('cookie') ?? '', full)[full]
  if (value) writeCookie(c, name, value, maxAge)
}

export const clearCookie = (c: AppContext, name: CookieName): void => writeCookie(c, name, '', 0)

const attributes = {
  prefix: 'host',
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'Lax',
} as const
