import { Hono } from 'hono'
import { KeyParams, NewApplicationKey } from '../../../schema/api/application.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { endKey, makeKey } from '../../flow/application-key.ts'
import { body, params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'

/** Client secrets and API keys. To replace one: make the next, change the application, delete the former. */
export const applicationKey = new Hono<AppEnv>()
  .post(
    '/:id/keys',
    requireSession(),
    authorize('application.key'),
    params(IdParam),
    body(NewApplicationKey),
    async (c) => c.json(await makeKey(c, c.req.valid('param').id, c.req.valid('json')), 201),
  )
  .delete(
    '/:id/keys/:key',
    requireSession(),
    authorize('application.key-delete'),
    params(KeyParams),
    async (c) => {
      const { id, key } = c.req.valid('param')
      await endKey(c, id, key)
      return c.body(null, 204)
    },
  )
