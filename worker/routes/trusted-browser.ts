import { Hono } from 'hono'
import { IdParam } from '../../schema/api/text.ts'
import type { TrustedBrowser } from '../../schema/api/trusted-browser.ts'
import { auditOf } from '../http/audit.ts'
import { params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit, auditIf } from '../store/audit.ts'
import { trip } from '../store/trip.ts'
import { deleteAllTrust, deleteTrust, listTrust } from '../store/trusted-browser.ts'

/** The browsers that spare me the second factor. */
export const trustedBrowser = new Hono<AppEnv>()
  .get('/', requireSession(), async (c) => {
    const { browsers } = await trip(c.env.DB, {
      browsers: listTrust(c.env.DB, c.var.caller.user.id, c.var.tokens.trust, c.var.now),
    })
    return c.json({ browsers: browsers satisfies TrustedBrowser[] })
  })
  .delete('/', requireSession(), async (c) => {
    const { user } = c.var.caller
    const line = auditOf(c, { action: 'trust-revoked', outcome: 'all', actorId: user.id })
    await trip(c.env.DB, {
      revoked: deleteAllTrust(c.env.DB, user.id),
      audit: audit(c.env.DB, line, c.var.now),
    })
    return c.body(null, 204)
  })
  .delete('/:id', requireSession(), params(IdParam), async (c) => {
    const { user } = c.var.caller
    const { id } = c.req.valid('param')
    const line = auditOf(c, { action: 'trust-revoked', outcome: 'one', actorId: user.id })
    const { revoked } = await trip(c.env.DB, {
      audit: auditIf(c.env.DB, line, { when: 'trust-exists', id }, c.var.now),
      revoked: deleteTrust(c.env.DB, id, user.id),
    })
    if (!revoked) throw new ProblemError('not_found')
    return c.body(null, 204)
  })
