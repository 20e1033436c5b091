import { Hono } from 'hono'
import {
  AuditExportQuery,
  type AuditFilterQuery,
  type AuditLine,
  AuditQuery,
} from '../../../schema/api/audit.ts'
import type { Page } from '../../../schema/api/page.ts'
import { csvFile, filteredFile, verifiableFile } from '../../flow/audit-export.ts'
import { permitted } from '../../flow/authority.ts'
import { auditOf } from '../../http/audit.ts'
import { query } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { requireOwnPage } from '../../http/origin.ts'
import { pageOf, pageSize } from '../../http/page.ts'
import { ProblemError } from '../../http/problem.ts'
import { streamOf } from '../../http/stream.ts'
import { chainAudit } from '../../jobs/audit-chain.ts'
import { audit as write } from '../../store/audit.ts'
import { type AuditFilter, listAudit } from '../../store/audit-log.ts'
import { trip } from '../../store/trip.ts'

/** The audit log: page by page, the newest first, and as a file. */
export const audit = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('audit.read'), query(AuditQuery), async (c) => {
    const { after, newer, ...wanted } = c.req.valid('query')
    const filter = { ...filterOf(wanted), before: numberOf(after), after: numberOf(newer) }
    const { found } = await trip(c.env.DB, {
      found: listAudit(c.env.DB, filter, pageSize + 1),
    })
    const page: Page<AuditLine> = pageOf(
      found,
      ({ id }) => id,
      ({ eventId: _, ...shown }) => shown,
    )
    return c.json(page)
  })
  .get(
    '/export',
    requireOwnPage(),
    requireSession(),
    authorize('audit.export'),
    query(AuditExportQuery),
    async (c) => {
      const { format, ...wanted } = c.req.valid('query')
      const filtered = Object.keys(wanted).length > 0
      const outcome = filtered ? `${format}:filtered` : format
      const line = auditOf(c, { action: 'audit-exported', outcome, actorId: c.var.caller.user.id })
      // Before the first byte: what may have left is on record.
      await trip(c.env.DB, permitted(c), { audit: write(c.env.DB, line, c.var.now) })
      const file = async () => {
        if (format === 'csv') return csvFile(c, filterOf(wanted))
        return filtered ? filteredFile(c, filterOf(wanted)) : wholeFile(c)
      }
      return c.body(streamOf(await file()), 200, {
        'content-type': contentTypes[format],
        'content-disposition': `attachment; filename="latchkey-audit-${dayOf(c.var.now)}.${format}"`,
      })
    },
  )

/** All of the log, and all of it covered by checkpoints: so it is chained first. */
const wholeFile = async (c: SessionContext) => {
  const { kind, highest } = await chainAudit(c.env.DB, c.var.config.masterKeys, c.var.now)
  if (kind === 'behind')
    throw new ProblemError('unavailable', {
      detail:
        'Many lines have yet to be chained. The job that does it runs every quarter of an hour.',
      retryAfter: 900,
    })
  return verifiableFile(c, highest)
}

const filterOf = ({ action, person, since, until }: AuditFilterQuery): AuditFilter => ({
  action: action ?? null,
  person: person ?? null,
  since: numberOf(since),
  until: numberOf(until),
  before: null,
  after: null,
})

const numberOf = (text: string | undefined): number | null =>
  text === undefined ? null : Number(text)

const contentTypes = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
}

const dayOf = (now: number): string => new Date(now * 1000).toISOString().slice(0, 10)
