import { Hono } from 'hono'
import {
  Assign,
  type Fleet,
  HardwareTokenQuery,
  Resync,
} from '../../../schema/api/hardware-token.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { speedBounds } from '../../domain/drift.ts'
import { permitted } from '../../flow/authority.ts'
import { barrierOf } from '../../flow/factor.ts'
import { describeToken, showToken } from '../../flow/hardware/token.ts'
import { tokensFile } from '../../flow/hardware/export.ts'
import { assignToken, findHeld, removeToken, unassignToken } from '../../flow/hardware/hand.ts'
import { resyncToken } from '../../flow/hardware/resync.ts'
import { searchTokens } from '../../flow/hardware/search.ts'
import { auditOf } from '../../http/audit.ts'
import { body, params, query } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession } from '../../http/guard.ts'
import { requireOwnPage } from '../../http/origin.ts'
import { ProblemError } from '../../http/problem.ts'
import { streamOf } from '../../http/stream.ts'
import { audit } from '../../store/audit.ts'
import { readTokenInHand } from '../../store/hardware-token.ts'
import { readTokenClocks } from '../../store/token-clock.ts'
import { listLeaving } from '../../store/token-list.ts'
import { trip } from '../../store/trip.ts'

/** How far ahead somebody plans who replaces tokens. */
const daysAhead = 365
const mostLeaving = 100

/** Physical tokens, from the pool to a person's hand and back. */
export const hardwareToken = new Hono<AppEnv>()
  .get('/', requireSession(), authorize('tokens.list'), query(HardwareTokenQuery), async (c) =>
    c.json(await searchTokens(c, c.req.valid('query'))),
  )
  .get('/fleet', requireSession(), authorize('tokens.fleet'), async (c) => {
    const { clocks, leaving } = await trip(c.env.DB, {
      clocks: readTokenClocks(c.env.DB),
      leaving: listLeaving(c.env.DB, c.var.now + daysAhead * 86_400, mostLeaving),
    })
    const counted = (what: 'drift' | 'speed') => clocks.filter((one) => one.what === what)
    const speeds = new Map(counted('speed').map(({ value, tokens }) => [value, tokens]))
    const { driftSteps } = c.var.caller.policy.hardware
    return c.json({
      drifts: counted('drift').map(({ value, tokens }) => ({ drift: value, tokens })),
      speeds: speedBounds.map((upTo, i) => ({ upTo, tokens: speeds.get(i) ?? 0 })),
      leaving: leaving.map((token) => showToken(token, driftSteps)),
    } satisfies Fleet)
  })
  .get('/export', requireOwnPage(), requireSession(), authorize('tokens.export'), async (c) => {
    const { id: actorId } = c.var.caller.user
    const line = auditOf(c, { action: 'tokens-exported', outcome: 'done', actorId })
    // Before the first byte: what may have left is on record.
    await trip(c.env.DB, permitted(c), { audit: audit(c.env.DB, line, c.var.now) })
    const day = new Date(c.var.now * 1000).toISOString().slice(0, 10)
    return c.body(streamOf(tokensFile(c)), 200, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="latchkey-tokens-${day}.csv"`,
    })
  })
  .get('/:id', requireSession(), authorize('token.read'), params(IdParam), async (c) =>
    c.json(await describeToken(c, c.req.valid('param').id)),
  )
  .post(
    '/:id/assign',
    requireSession(),
    authorize('token.assign'),
    params(IdParam),
    body(Assign),
    async (c) => {
      const { id } = c.req.valid('param')
      await assignToken(c, id, c.req.valid('json').userId)
      return c.json(await describeToken(c, id))
    },
  )
  .post(
    '/:id/unassign',
    requireSession(),
    authorize('token.unassign'),
    params(IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      await unassignToken(c, id)
      return c.json(await describeToken(c, id))
    },
  )
  .post(
    '/:id/resync',
    requireSession(),
    authorize('token.resync'),
    params(IdParam),
    body(Resync),
    async (c) => {
      const { id } = c.req.valid('param')
      const { permit, also } = await findHeld(c, 'token.resync', id, {
        key: readTokenInHand(c.env.DB, id),
        barrier: barrierOf(c, c.var.caller.proof, { tokenId: id }),
      })
      if (!also.key) throw new ProblemError('not_found')
      const asked = { token: also.key, barrier: also.barrier }
      return c.json(await resyncToken(c, asked, c.req.valid('json'), permit))
    },
  )
  .delete('/:id', requireSession(), authorize('token.delete'), params(IdParam), async (c) => {
    await removeToken(c, c.req.valid('param').id)
    return c.body(null, 204)
  })
