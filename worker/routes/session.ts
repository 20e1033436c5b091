import { Hono } from 'hono'
import type { MySession } from '../../schema/api/session.ts'
import { IdParam } from '../../schema/api/text.ts'
import { describeSession } from '../flow/session-answer.ts'
import { auditOf } from '../http/audit.ts'
import { params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { clearCookie } from '../http/cookie.ts'
import { requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { cookies } from '../http/tokens.ts'
import { audit, auditIf, auditSessionOwner } from '../store/audit.ts'
import { deletePendingLogin } from '../store/pending-login.ts'
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionByToken,
  listSessions,
} from '../store/session.ts'
import { trip } from '../store/trip.ts'

/** Who is signed in here. */
export const session = new Hono<AppEnv>().get(
  '/',
  requireSession({ beforePasswordChange: true }),
  (c) => c.json(describeSession(c, c.var.caller)),
)

/** The browsers in which I am signed in. */
export const sessions = new Hono<AppEnv>()
  .get('/', requireSession(), async (c) => {
    const { user, session: current, policy } = c.var.caller
    const since = { seen: c.var.now - policy.idleSeconds, created: c.var.now - policy.maxSeconds }
    const { listed } = await trip(c.env.DB, { listed: listSessions(c.env.DB, user.id, since) })
    const mine: MySession[] = listed.map((one) => ({ ...one, current: one.id === current.id }))
    return c.json({ sessions: mine })
  })
  .delete('/', requireSession(), async (c) => {
    const { user, session: current } = c.var.caller
    const line = auditOf(c, { action: 'session-ended', outcome: 'others', actorId: user.id })
    await trip(c.env.DB, {
      ended: deleteOtherSessions(c.env.DB, current.id, user.id),
      audit: audit(c.env.DB, line, c.var.now),
    })
    return c.body(null, 204)
  })
  .delete('/:id', requireSession(), params(IdParam), async (c) => {
    const { user } = c.var.caller
    const { id } = c.req.valid('param')
    const line = auditOf(c, { action: 'session-ended', outcome: 'one', actorId: user.id })
    const { ended } = await trip(c.env.DB, {
      audit: auditIf(c.env.DB, line, { when: 'session-exists', id }, c.var.now),
      ended: deleteSession(c.env.DB, id, user.id),
    })
    if (!ended) throw new ProblemError('not_found')
    return c.body(null, 204)
  })

/** Signing out works whatever state the session is in, and also gives up a pending login. */
export const logout = new Hono<AppEnv>().post('/', async (c) => {
  const { session: held, pending } = c.var.tokens
  const line = auditOf(c, { action: 'sign-out', outcome: 'done', actorId: null })
  await trip(c.env.DB, {
    audit: held && auditSessionOwner(c.env.DB, line, held, c.var.now),
    ended: held && deleteSessionByToken(c.env.DB, held),
    gaveUp: pending && deletePendingLogin(c.env.DB, pending),
  })
  clearCookie(c, cookies.session)
  clearCookie(c, cookies.pending)
  // The portal's pages leave the cache, and with it the back button. 'storage' and 'cookies' would take
  // the authenticator's tokens and the trust in this browser along: they belong to the origin as well.
  c.header('clear-site-data', '"cache"')
  return c.body(null, 204)
})
