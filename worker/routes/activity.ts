import { Hono } from 'hono'
import type { Activity } from '../../schema/api/account.ts'
import { ActivityQuery } from '../../schema/api/audit.ts'
import type { Page } from '../../schema/api/page.ts'
import { query } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession } from '../http/guard.ts'
import { pageOf, pageSize } from '../http/page.ts'
import { todo } from '../http/problem.ts'
import { listAudit, type NamedLine } from '../store/audit-log.ts'
import { trip } from '../store/trip.ts'

/** What happened to my account. */
export const activity = new Hono<AppEnv>()
  .get('/', requireSession(), query(ActivityQuery), async (c) => {
    const { after } = c.req.valid('query')
    const me = c.var.caller.user.id
    const mine = { person: me, action: null, since: null, until: null, after: null }
    const before = after === undefined ? null : Number(after)
    const { found } = await trip(c.env.DB, {
      found: listAudit(c.env.DB, { ...mine, before }, pageSize + 1),
    })
    const page: Page<Activity> = pageOf(
      found,
      ({ id }) => id,
      (line) => toActivity(line, me),
    )
    return c.json(page)
  })
  .post('/not-me', requireSession(), async (c) => c.body(todo<null>(), 204))

/** Where an administrator sat, and at what, is theirs: only the log tells it. */
const toActivity = (line: NamedLine, me: string): Activity => {
  const { id, at, action, outcome, actor, network, browser } = line
  const byMe = actor?.id === me
  const place = byMe || actor === null ? { network, browser } : { network: '', browser: '' }
  return { id, at, action, outcome, byMe, ...place }
}
