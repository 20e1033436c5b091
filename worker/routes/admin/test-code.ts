import { Hono } from 'hono'
import { type Clock, TestCode, type TestedCode } from '../../../schema/api/test-code.ts'
import { body } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { requireSession } from '../../http/guard.ts'
import { todo } from '../../http/problem.ts'

/** Trying a code out without spending it. */
export const testCode = new Hono<AppEnv>().post('/', requireSession(), body(TestCode), async (c) =>
  c.json(todo<TestedCode>()),
)

/** The Worker's clock, to hold a browser's against. */
export const clock = new Hono<AppEnv>().get('/', requireSession(), async (c) =>
  c.json({ now: Date.now() } satisfies Clock),
)
