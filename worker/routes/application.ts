import { Hono } from 'hono'
import type { MyApplication } from '../../schema/api/consent.ts'
import { IdParam } from '../../schema/api/text.ts'
import { announceLogouts, withdrawnLogouts } from '../flow/logout-notice.ts'
import { auditOf } from '../http/audit.ts'
import { params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { endGrantsOf } from '../store/access-grant.ts'
import { auditIf } from '../store/audit.ts'
import { deleteConsent } from '../store/consent.ts'
import { listMyAccess, listMyApplications, type MyAccess } from '../store/my-application.ts'
import { trip } from '../store/trip.ts'

/** Applications that I may use, and what I let them know. */
export const application = new Hono<AppEnv>()
  .get('/', requireSession(), async (c) => {
    const { id } = c.var.caller.user
    const { listed, access } = await trip(c.env.DB, {
      listed: listMyApplications(c.env.DB, id, c.var.now),
      access: listMyAccess(c.env.DB, id, c.var.now),
    })
    const applications = listed.map((one) => ({
      ...one,
      access: together(access.filter(({ applicationId }) => applicationId === one.id)),
    }))
    return c.json({ applications: applications satisfies MyApplication[] })
  })
  .delete('/:id', requireSession(), params(IdParam), async (c) => {
    const { DB: db } = c.env
    const { now } = c.var
    const { id: applicationId } = c.req.valid('param')
    const key = { userId: c.var.caller.user.id, applicationId }
    const line = auditOf(c, {
      action: 'consent-withdrawn',
      outcome: `oidc@${applicationId}`,
      actorId: key.userId,
    })
    const written = await trip(
      db,
      { audit: auditIf(db, line, { when: 'access-exists', id: applicationId }, now) },
      withdrawnLogouts(c, key),
      { withdrawn: deleteConsent(db, key), ended: endGrantsOf(db, key, now) },
    )
    announceLogouts(c, written.collected)
    if (!written.withdrawn && !written.ended) throw new ProblemError('not_found')
    return c.body(null, 204)
  })

/** All that one application holds, as one; null: nothing. */
const together = (access: readonly MyAccess[]): MyApplication['access'] =>
  access.length === 0
    ? null
    : {
        scopes: [...new Set(access.flatMap(({ scopes }) => scopes))],
        since: Math.min(...access.map(({ since }) => since)),
        offline: access.some(({ offline }) => offline),
      }
