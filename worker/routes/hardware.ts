import { Hono } from 'hono'
import {
  type RegisteredToken,
  RegisterToken,
  Resync,
  type Resynced,
} from '../../schema/api/hardware-token.ts'
import { IdParam } from '../../schema/api/text.ts'
import { body, params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession } from '../http/guard.ts'

const todo = <T>(): T => {
  throw new Error('not there yet')
}

/** My hardware tokens: registering one by its serial, and setting its clock right. */
export const hardware = new Hono<AppEnv>()
  .post('/', body(RegisterToken), (c) => c.json(todo<RegisteredToken>()))
  .post('/:id/resync', requireSession(), params(IdParam), body(Resync), (c) =>
    c.json(todo<Resynced>()),
  )
