import { type Context, Hono } from 'hono'
import { decide } from '../flow/authorization.ts'
import { withoutMoment, stamped } from '../flow/moment.ts'
import { holdPushed, oidcEntry } from '../flow/oidc-entry.ts'
import { oidcLogout } from '../flow/oidc-logout.ts'
import { findSession } from '../http/guard.ts'
import { noTokens, readTokens } from '../http/tokens.ts'
import { receiveUrlencoded, type UrlencodedEnv } from '../http/urlencoded.ts'

/**
 * Where OpenID Connect clients send browsers: to sign in, and to sign out. A form of another site brings no
 * cookie of ours (SameSite=Lax); the redirect that follows it does.
 */
export const oidcAuthorize = new Hono<UrlencodedEnv>()
  .get('/authorize', (c) => authorize(c))
  .post('/authorize', receiveUrlencoded(), (c) => again(c, 'authorize'))
  .get('/logout', (c) => logout(c))
  .post('/logout', receiveUrlencoded(), (c) => again(c, 'logout'))

/** Longer ones break on the way to somebody's browser, sooner or later. */
const longestQuery = 8000

const again = (c: Context<UrlencodedEnv>, path: string): Response => {
  const params = new URLSearchParams([...c.var.parameters])
  return c.redirect(`/api/oidc/${path}?${params.toString()}`, 303)
}

/** Cookies that nobody can make sense of are nobody's. */
const admitCookies = async (c: Context<UrlencodedEnv>): Promise<void> => {
  c.set('tokens', await readTokens(c.req.header('cookie')).catch(() => noTokens))
}

/**
 * Straight back to the client where nothing stands in between, or where nobody is to be asked; else to our
 * page, with the moment of the question.
 */
const authorize = async (c: Context<UrlencodedEnv>): Promise<Response> => {
  const { search, searchParams } = new URL(c.req.url)
  // Who only asks for the head of the answer changes nothing (RFC 9110, section 9.2.1).
  if (search.length > longestQuery || c.req.method === 'HEAD') return c.redirect('/authorize', 303)
  const params = withoutMoment(searchParams)
  await admitCookies(c)
  const judged = async () => {
    const [found, wanted] = await Promise.all([findSession(c, () => ({})), oidcEntry(c, params)])
    const caller = found?.caller ?? null
    return { caller, answer: await decide(c, { caller, wanted }) }
  }
  // Whatever changed in between has changed: what is so now is said instead.
  const first = await judged()
  const { caller, answer } = first.answer ? first : await judged()
  if (answer?.status === 'redirect') return c.redirect(answer.location, 303)
  await holdPushed(c, params)
  const query = await stamped(c, params, caller?.session.authTime ?? null)
  return c.redirect(`/authorize?${query.toString()}`, 303)
}

const logout = async (c: Context<UrlencodedEnv>): Promise<Response> => {
  const { search, searchParams } = new URL(c.req.url)
  await admitCookies(c)
  const params = search.length > longestQuery ? new URLSearchParams() : searchParams
  return c.redirect(await oidcLogout(c, params), 303)
}
