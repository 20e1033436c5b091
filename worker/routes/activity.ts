import { Hono } from 'hono'
import type { Activity } from '../../schema/api/account.ts'
import { ActivityQuery } from '../../schema/api/audit.ts'
import type { Page } from '../../schema/api/page.ts'
import { permitted } from '../flow/authority.ts'
import { announceLogouts, endedLogouts } from '../flow/logout-notice.ts'
import { auditOf } from '../http/audit.ts'
import { query } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession } from '../http/guard.ts'
import { pageOf, pageSize } from '../http/page.ts'
import { audit } from '../store/audit.ts'
import { listAudit, type NamedLine } from '../store/audit-log.ts'
import { deleteOneTimeCodes } from '../store/one-time-code.ts'
import { requireNewPassword } from '../store/password.ts'
import { endAllBut } from '../store/reset.ts'
import { trip } from '../store/trip.ts'

/** What happened to my account, and saying that it was not me. */
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
  // Needs no fresh proof: it only takes away, and whoever asks must then know the password.
  .post('/not-me', requireSession(), async (c) => {
    const { user, session } = c.var.caller
    const line = auditOf(c, { action: 'not-me-reported', outcome: 'done', actorId: user.id })
    const { collected } = await trip(
      c.env.DB,
      permitted(c),
      endAllBut(c.env.DB, user.id, session.id),
      {
        mustChange: requireNewPassword(c.env.DB, user.id),
        codes: deleteOneTimeCodes(c.env.DB, user.id, null),
        audit: audit(c.env.DB, line, c.var.now),
      },
      endedLogouts(c, { of: 'person', key: user.id }),
    )
    announceLogouts(c, collected)
    return c.body(null, 204)
  })

/** Where an administrator sat, and at what, is theirs: only the log tells it. */
const toActivity = (line: NamedLine, me: string): Activity => {
  const { id, at, action, outcome, actor, network, browser, application } = line
  const byMe = actor?.id === me
  const place = byMe || actor === null ? { network, browser } : { network: '', browser: '' }
  const name = application?.name ?? null
  return { id, at, action, outcome: dullOf(outcome), byMe, application: name, ...place }
}

/** Which serials there are is told to nobody who tries them, here no more than in the answer. */
const dullOf = (outcome: string): string =>
  outcome.replace(/^hardware:(no-token|token-taken|sealed)(?=@|$)/, 'hardware:no-match')
