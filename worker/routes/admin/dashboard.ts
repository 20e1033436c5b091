import { Hono } from 'hono'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import type { AppEnv } from '../../http/context.ts'
import { requireSession } from '../../http/guard.ts'
import { todo } from '../../http/problem.ts'

/** How the door is doing. */
export const dashboard = new Hono<AppEnv>().get('/', requireSession(), async (c) =>
  c.json(todo<Dashboard>()),
)
