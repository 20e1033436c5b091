import { Hono } from 'hono'
import {
  Assign,
  type Fleet,
  type HardwareToken,
  type HardwareTokenDetails,
  HardwareTokenQuery,
  Resync,
  type Resynced,
} from '../../../schema/api/hardware-token.ts'
import type { Page } from '../../../schema/api/page.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { body, params, query } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'

const todo = <T>(): T => {
  throw new Error('not there yet')
}

/** Physical tokens, from the pool to a person's hand and back. */
export const hardwareToken = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('tokens.list'), query(HardwareTokenQuery), (c) =>
    c.json(todo<Page<HardwareToken>>()),
  )
  .get('/fleet', requireSession(), authorize('tokens.fleet'), (c) => c.json(todo<Fleet>()))
  .get('/export', requireSession(), authorize('tokens.export'), (c) => c.body(todo<string>()))
  .get('/:id', requireSession(), authorize('token.read'), params(IdParam), (c) =>
    c.json(todo<HardwareTokenDetails>()),
  )
  .post(
    '/:id/assign',
    requireSession(),
    authorize('token.assign'),
    params(IdParam),
    body(Assign),
    (c) => c.json(todo<HardwareTokenDetails>()),
  )
  .post('/:id/unassign', requireSession(), authorize('token.unassign'), params(IdParam), (c) =>
    c.json(todo<HardwareTokenDetails>()),
  )
  .post(
    '/:id/resync',
    requireSession(),
    authorize('token.resync'),
    params(IdParam),
    body(Resync),
    (c) => c.json(todo<Resynced>()),
  )
  .delete('/:id', requireSession(), authorize('token.delete'), params(IdParam), (c) =>
    c.body(todo<null>(), 204),
  )
