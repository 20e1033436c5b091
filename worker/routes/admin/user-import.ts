import { Hono } from 'hono'
import { ImportChunk } from '../../../schema/api/import.ts'
import { importPeople } from '../../flow/user-import.ts'
import { body } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'

/** A file of people, chunk by chunk. */
export const userImport = new Hono<AppEnv>().post(
  '/',
  requireSession(),
  authorize('users.import'),
  body(ImportChunk),
  async (c) => c.json(await importPeople(c, c.req.valid('json'))),
)
