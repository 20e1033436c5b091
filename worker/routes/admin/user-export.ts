import { Hono } from 'hono'
import { permitted } from '../../flow/authority.ts'
import { peopleFile } from '../../flow/user-export.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { requireOwnPage } from '../../http/origin.ts'
import { streamOf } from '../../http/stream.ts'
import { audit } from '../../store/audit.ts'
import { trip } from '../../store/trip.ts'

/** All people, as a file for spreadsheets. */
export const userExport = new Hono<AppEnv>().get(
  '/',
  requireOwnPage(),
  requireSession(),
  authorize('users.export'),
  async (c) => {
    const { id: actorId } = c.var.caller.user
    const line = auditOf(c, { action: 'users-exported', outcome: 'done', actorId })
    // Before the first byte: what may have left is on record.
    await trip(c.env.DB, permitted(c), { audit: audit(c.env.DB, line, c.var.now) })
    const day = new Date(c.var.now * 1000).toISOString().slice(0, 10)
    return c.body(streamOf(peopleFile(c)), 200, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="latchkey-people-${day}.csv"`,
    })
  },
)
