import { Hono } from 'hono'
import {
  mostTokens,
  type RegisteredToken,
  RegisterToken,
  Resync,
} from '../../schema/api/hardware-token.ts'
import { IdParam } from '../../schema/api/text.ts'
import { canonicalSerial } from '../../schema/serial.ts'
import { nameOf } from '../domain/hardware.ts'
import { hardware as byToken } from '../factor/hardware.ts'
import { proveSerial } from '../factor/serial.ts'
import { checkFactor } from '../flow/factor-check.ts'
import { barrierOf } from '../flow/factor.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { resyncToken } from '../flow/hardware/resync.ts'
import { grantOf } from '../flow/trust.ts'
import { body, params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { type Enrollee, findEnrollee, requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject } from '../store/attempt.ts'
import { insertConfirmedFactor } from '../store/factor.ts'
import { findTokenBySerial, giveToken, readHeldToken } from '../store/hardware-token.ts'
import { closeEnrollments } from '../store/pending-login.ts'
import { endUnprovedSessions } from '../store/session.ts'
import { trip } from '../store/trip.ts'

/** Serials are guessed at apart from codes: who signs in by one token may not try others' for it. */
const kind = { ...byToken, forgives: ['serial'] } as const

/** My hardware tokens: registering one by its serial, and setting its clock right. */
export const hardware = new Hono<AppEnv>()
  .post('/', body(RegisterToken), async (c) => {
    const { serial, trust, ...typed } = c.req.valid('json')
    const { caller, also } = await findEnrollee(c, { fresh: true }, (proof) => ({
      token: findTokenBySerial(c.env.DB, canonicalSerial(serial)),
      barrier: barrierOf(c, proof, { method: 'serial' }),
    }))
    const { user, policy, pending, session, factors } = caller
    // While there are none to be had none is asked for either, but a guess is answered as any other.
    if (!policy.holdable.includes('hardware')) throw new ProblemError('factor_not_allowed')
    if (factors.filter(({ method }) => method === 'hardware').length >= mostTokens)
      throw new ProblemError('conflict', {
        detail: `You hold ${mostTokens} hardware tokens: remove one first.`,
      })
    const { token, barrier } = also
    const id = crypto.randomUUID()
    const name = nameOf(token?.serial ?? '')
    const prover = proveSerial(token, typed, user.id, enrolled(caller, id, name))
    const throttle = attemptSubject.factor('serial', user.id)
    const about = { user, policy, action: 'factor-enrolled' as const }
    const begun = await beginSession(c, {
      ...about,
      factor: await checkFactor(c, { ...about, kind, prover, throttle, barrier }),
      grantTrust: grantOf(c, policy, trust),
      pendingId: pending?.id ?? null,
      former: session,
      enrolling: id,
    })
    requireBegun(begun)
    return c.json({ status: pending ? 'authenticated' : 'enrolled' } satisfies RegisteredToken)
  })
  .post('/:id/resync', requireSession(), params(IdParam), body(Resync), async (c) => {
    const { user, proof } = c.var.caller
    const { id } = c.req.valid('param')
    const { token, barrier } = await trip(c.env.DB, {
      token: readHeldToken(c.env.DB, id, user.id),
      barrier: barrierOf(c, proof, { method: 'hardware' }),
    })
    if (!token) throw new ProblemError('not_found')
    return c.json(await resyncToken(c, { token, barrier }, c.req.valid('json')))
  })

/** The token counts with the session that its code begins. */
const enrolled =
  (
    { user: { id: userId } }: Enrollee,
    id: string,
    name: string,
  ): Parameters<typeof proveSerial>[3] =>
  (tokenId) =>
  (db, { sessionId, now }) => ({
    added: insertConfirmedFactor(db, { id, userId, method: 'hardware', name }, sessionId, now),
    given: giveToken(db, tokenId, id),
    closed: closeEnrollments(db, userId, sessionId),
    ended: endUnprovedSessions(db, { factorId: id, userId }, sessionId),
  })
