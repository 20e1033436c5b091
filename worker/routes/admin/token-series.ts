import { Hono } from 'hono'
import { IdParam } from '../../../schema/api/text.ts'
import {
  type DeletedSeries,
  type TokenImportProgress,
  type TokenImportReport,
  TokenSeriesChange,
  type TokenSeriesDetails,
  type TokenSeriesList,
} from '../../../schema/api/token-series.ts'
import { body, params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'

const todo = <T>(): T => {
  throw new Error('not there yet')
}

/** Tokens as they came: one file, one series. */
export const tokenSeries = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('series.list'), (c) => c.json(todo<TokenSeriesList>()))
  .post('/', requireSession(), authorize('series.import'), (c) => c.json(todo<TokenImportReport>()))
  .get(
    '/imports/:id',
    requireSession(),
    authorize('series.import-progress'),
    params(IdParam),
    (c) => c.json(todo<TokenImportProgress>()),
  )
  .get('/:id', requireSession(), authorize('series.read'), params(IdParam), (c) =>
    c.json(todo<TokenSeriesDetails>()),
  )
  .patch(
    '/:id',
    requireSession(),
    authorize('series.edit'),
    params(IdParam),
    body(TokenSeriesChange),
    (c) => c.json(todo<TokenSeriesDetails>()),
  )
  .delete('/:id', requireSession(), authorize('series.delete'), params(IdParam), (c) =>
    c.json(todo<DeletedSeries>()),
  )
