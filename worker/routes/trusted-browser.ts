import { Hono } from 'hono'
import * as v from 'valibot'
import { id } from '../../schema/api/text.ts'
import type { TrustedBrowser } from '../../schema/api/trusted-browser.ts'
import { auditOf } from '../http/audit.ts'
import { params } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { cookieHash, cookies } from '../http/cookie.ts'
import { requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit } from '../store/audit.ts'
import { trip } from '../store/trip.ts'
import { deleteAllTrust, deleteTrust, listTrust } from '../store/trusted-browser.ts'

/** The browsers that spare me the second factor. */
export const trustedBrowser = new Hono<AppEnv>()
  .get('/', requireSession(), async (c) => {
    const presented = await cookieHash(c, cookies.trust)
    const { browsers } = await trip(c.env.DB, {
      browsers: listTrust(c.env.DB, c.var.caller.user.id, presented, c.var.now),
    })
    return c.json({ browsers: browsers satisfies TrustedBrowser[] })
  })
  .delete('/', requireSession(), async (c) => {
    const { user } = c.var.caller
    await trip(c.env.DB, { revoked: deleteAllTrust(c.env.DB, user.id), audit: revoked(c, user.id) })
    return c.body(null, 204)
  })
  .delete('/:id', requireSession(), params(v.object({ id })), async (c) => {
    const { user } = c.var.caller
    const answer = await trip(c.env.DB, {
      revoked: deleteTrust(c.env.DB, c.req.valid('param').id, user.id),
      audit: revoked(c, user.id),
    })
    if (!answer.revoked) throw new ProblemError('not_found')
    return c.body(null, 204)
  })

const revoked = (c: AppContext, userId: string) =>
  audit(c.env.DB, auditOf(c, userId, 'trust-revoked', 'done'), c.var.now)
