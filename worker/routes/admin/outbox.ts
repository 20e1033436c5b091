import { Hono } from 'hono'
import type { Outbox } from '../../../schema/api/device.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { listOutbox } from '../../store/outbox.ts'
import { trip } from '../../store/trip.ts'

/** What would have gone to phones, where no gateway sends it: on a local server. */
export const outbox = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  authorize('outbox.read'),
  async (c) => {
    if (c.var.config.gateway.kind !== 'outbox') throw new ProblemError('not_found')
    const { messages } = await trip(c.env.DB, { messages: listOutbox(c.env.DB) })
    return c.json({ messages } satisfies Outbox)
  },
)
