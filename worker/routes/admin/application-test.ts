import { Hono } from 'hono'
import { ApplicationTest } from '../../../schema/api/application.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { testApplication } from '../../flow/application-test.ts'
import { body, params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'

/** 'Who gets in?': what would become of somebody, without doing it. */
export const applicationTest = new Hono<AppEnv>().post(
  '/:id/test',
  requireSession(),
  authorize('application.test'),
  params(IdParam),
  body(ApplicationTest),
  async (c) => c.json(await testApplication(c, c.req.valid('param').id, c.req.valid('json'))),
)
