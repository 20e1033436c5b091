import { type Context, Hono } from 'hono'
import { decide } from '../flow/authorization.ts'
import { holdPushed, oidcEntry } from '../flow/oidc-entry.ts'
import { stamped, withoutMoment } from '../flow/moment.ts'
import { findSession } from '../http/guard.ts'
import { noTokens, readTokens } from '../http/tokens.ts'
import { receiveUrlencoded, type UrlencodedEnv } from '../http/urlencoded.ts'

/** Where OpenID Connect clients send browsers: to sign in, and to sign out. */
export const oidcAuthorize = new Hono<UrlencodedEnv>()
  .get('/authorize', (c) => authorize(c))
  // A form of another site brings no cookie of ours (SameSite=Lax); the redirect that follows it does.
  .post('/authorize', receiveUrlencoded(), (c) => {
    const params = new URLSearchParams([...c.var.parameters])
    return c.redirect(`/api/oidc/authorize?${params.toString()}`, 303)
  })

/**
 * Straight back to the client where nothing stands in between, or where nobody is to be asked; else to our
 * page, with the moment of the question.
 */
const authorize = async (c: Context<UrlencodedEnv>): Promise<Response> => {
  const { search, searchParams } = new URL(c.req.url)
  if (search.length > longestQuery) return c.redirect('/authorize', 303)
  const params = withoutMoment(searchParams)
  c.set('tokens', await readTokens(c.req.header('cookie')).catch(() => noTokens))
  const judged = async () => {
    const [found, wanted] = await Promise.all([findSession(c, () => ({})), oidcEntry(c, params)])
    return decide(c, { caller: found?.caller ?? null, wanted })
  }
  const answer = (await judged()) ?? (await judged())
  if (answer?.status === 'redirect') return c.redirect(answer.location, 303)
  await holdPushed(c, params)
  const query = await stamped(c, params)
  return c.redirect(`/authorize?${query.toString()}`, 303)
}

/** Longer ones break on the way to somebody's browser, sooner or later. */
const longestQuery = 8000
