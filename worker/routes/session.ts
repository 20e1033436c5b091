import { Hono } from 'hono'
import type { MySession } from '../../schema/api/session.ts'
import { IdParam } from '../../schema/api/text.ts'
import { announceLogouts, endedLogouts } from '../flow/logout-notice.ts'
import { describeSession } from '../flow/session-answer.ts'
import { signOut } from '../flow/sign-out.ts'
import { auditOf } from '../http/audit.ts'
import { params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit, auditIf } from '../store/audit.ts'
import { deleteOtherSessions, deleteSession, listSessions } from '../store/session.ts'
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
    const { collected } = await trip(
      c.env.DB,
      {
        ended: deleteOtherSessions(c.env.DB, current.id, user.id),
        audit: audit(c.env.DB, line, c.var.now),
      },
      endedLogouts(c, { of: 'person', key: user.id }),
    )
    announceLogouts(c, collected)
    return c.body(null, 204)
  })
  .delete('/:id', requireSession(), params(IdParam), async (c) => {
    const { user } = c.var.caller
    const { id } = c.req.valid('param')
    const line = auditOf(c, { action: 'session-ended', outcome: 'one', actorId: user.id })
    const { ended, collected } = await trip(
      c.env.DB,
      {
        audit: auditIf(c.env.DB, line, { when: 'session-exists', id }, c.var.now),
        ended: deleteSession(c.env.DB, id, user.id),
      },
      endedLogouts(c, { of: 'person', key: user.id }),
    )
    announceLogouts(c, collected)
    if (!ended) throw new ProblemError('not_found')
    return c.body(null, 204)
  })

/** Signing out works whatever state the session is in, and also gives up a pending login. */
export const logout = new Hono<AppEnv>().post('/', async (c) => {
  await signOut(c)
  return c.body(null, 204)
})
