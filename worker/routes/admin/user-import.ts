import { Hono } from 'hono'
import { ImportChunk, type ImportResult } from '../../../schema/api/import.ts'
import { body } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { requireFresh, requireRole, requireSession } from '../../http/guard.ts'
import { todo } from '../../http/problem.ts'

/** A file of people, chunk by chunk. */
export const userImport = new Hono<AppEnv>().post(
  '/',
  requireSession(),
  requireRole('super_admin'),
  requireFresh(),
  body(ImportChunk),
  async (c) => c.json(todo<ImportResult>()),
)
