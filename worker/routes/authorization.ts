import { Hono } from 'hono'
import { Authorize } from '../../schema/api/authorization.ts'
import { decide, entryOf } from '../flow/authorization.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { findSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'

/** What stands between somebody and an application, and how they get past it. */
export const authorization = new Hono<AppEnv>().post('/', body(Authorize), async (c) => {
  const { query, consent, person } = c.req.valid('json')
  const judged = async () => {
    const [found, wanted] = await Promise.all([
      findSession(c, () => ({})),
      entryOf(c, new URLSearchParams(query)),
    ])
    const caller = found?.caller ?? null
    const isTheirs = person === caller?.user.username
    return decide(c, { caller, wanted, consent: isTheirs ? consent : undefined })
  }
  // Whatever changed in between has changed: what is so now is said instead.
  const answer = (await judged()) ?? (await judged())
  if (!answer) throw new ProblemError('conflict')
  return c.json(answer)
})
