import { Hono } from 'hono'
import type { AuditAction } from '../../../schema/api/audit.ts'
import { IdParam } from '../../../schema/api/text.ts'
import {
  type DeletedSeries,
  type TokenImportProgress,
  TokenSeriesChange,
  type TokenSeriesDetails,
  type TokenSeriesList,
} from '../../../schema/api/token-series.ts'
import { permitted } from '../../flow/authority.ts'
import { auditOf } from '../../http/audit.ts'
import { body, params } from '../../http/body.ts'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { superAdminRemains } from '../../store/assertion.ts'
import { audit } from '../../store/audit.ts'
import { readImport } from '../../store/token-import.ts'
import { deleteSeries, listSeries, readSeries, renameSeries } from '../../store/token-series.ts'
import { trip } from '../../store/trip.ts'

/** Tokens as they came: one file, one series. */
export const tokenSeries = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('series.list'), async (c) =>
    c.json((await trip(c.env.DB, { series: listSeries(c.env.DB) })) satisfies TokenSeriesList),
  )
  .get(
    '/imports/:id',
    requireSession(),
    authorize('series.import-progress'),
    params(IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      const { found } = await trip(c.env.DB, { found: readImport(c.env.DB, id) })
      if (!found) throw new ProblemError('not_found')
      const { state, total, staged, seriesId } = found
      return c.json({ state, total, staged, seriesId } satisfies TokenImportProgress)
    },
  )
  .get('/:id', requireSession(), authorize('series.read'), params(IdParam), async (c) =>
    c.json(await readOne(c, c.req.valid('param').id)),
  )
  .patch(
    '/:id',
    requireSession(),
    authorize('series.edit'),
    params(IdParam),
    body(TokenSeriesChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const former = await readOne(c, id)
      const { label } = c.req.valid('json')
      if (label === former.label) return c.json(former)
      await trip(c.env.DB, permitted(c), {
        renamed: renameSeries(c.env.DB, id, label),
        audit: audit(c.env.DB, line(c, 'series-renamed'), c.var.now),
      })
      return c.json(await readOne(c, id))
    },
  )
  .delete('/:id', requireSession(), authorize('series.delete'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const said = line(c, 'series-deleted')
    const { deleted } = await trip(
      c.env.DB,
      permitted(c),
      deleteSeries(c.env.DB, id, { line: said, each: said }, c.var.now),
      { remains: superAdminRemains(c.env.DB) },
    )
    if (!deleted) throw new ProblemError('not_found')
    return c.json(deleted satisfies DeletedSeries)
  })

const readOne = async (c: AppContext, id: string): Promise<TokenSeriesDetails> => {
  const { found } = await trip(c.env.DB, { found: readSeries(c.env.DB, id) })
  if (!found) throw new ProblemError('not_found')
  return found
}

const line = (c: SessionContext, action: AuditAction) =>
  auditOf(c, { action, outcome: 'done', actorId: c.var.caller.user.id })
