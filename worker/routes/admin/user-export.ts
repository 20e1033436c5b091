import { Hono } from 'hono'
import type { AppEnv } from '../../http/context.ts'
import { requireFresh, requireRole, requireSession } from '../../http/guard.ts'
import { todo } from '../../http/problem.ts'

/** All people, as a file for spreadsheets. */
export const userExport = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  requireRole('super_admin'),
  requireFresh(),
  async (c) => c.body(todo<string>()),
)
