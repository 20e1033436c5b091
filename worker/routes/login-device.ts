import { Hono } from 'hono'
import { LoginDevice } from '../../schema/api/device.ts'
import { proveDevice, signedDevice as kind } from '../factor/device.ts'
import { checkFactor } from '../flow/factor-check.ts'
import { barrierOf, requireAccepted } from '../flow/factor.ts'
import { answer } from '../flow/pending-login.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { grantOf } from '../flow/trust.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { findPending } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject } from '../store/attempt.ts'
import { readDevice } from '../store/device.ts'

/**
 * Finishing a pending login by a registered device, without typing: the code, and a signature over this very
 * pending login. What is wrong with either counts as a wrong code.
 */
export const loginDevice = new Hono<AppEnv>().post('/', body(LoginDevice), async (c) => {
  const { id, code, signature, trust } = c.req.valid('json')
  const { pending: caller, also } = await findPending(c, (proof) => ({
    device: readDevice(c.env.DB, id, proof),
    barrier: barrierOf(c, proof, { method: 'device' }),
  }))
  if (!caller) throw new ProblemError('expired')
  if (caller.pending.purpose !== 'factor') throw new ProblemError('enrollment_required')
  const { user, policy, pending } = caller
  requireAccepted(caller, 'device')
  const { device, barrier } = also
  const signed = { code, signature, texts: ['latchkey/device-login', pending.id, id, code] }
  const about = { user, policy, action: 'sign-in' as const }
  const prover = proveDevice(device, signed)
  const throttle = attemptSubject.factor('device', user.id)
  const factor = await checkFactor(c, { ...about, kind, prover, throttle, barrier })
  const grounds = { ...about, factor, grantTrust: grantOf(c, policy, trust), pendingId: pending.id }
  requireBegun(await beginSession(c, grounds))
  return c.json(answer('authenticated', policy))
})
