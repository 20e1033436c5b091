import { Hono } from 'hono'
import {
  ConfirmDevice,
  type ConfirmedDevice,
  type DeviceStatus,
  DeviceStatusQuery,
  RegisterDevice,
  type RegistrationOffer,
} from '../../schema/api/device.ts'
import { IdParam } from '../../schema/api/text.ts'
import { isSignedByDevice } from '../crypto/device.ts'
import { maskedPhone, maxTries, needsSms, statusSkew } from '../domain/device.ts'
import { realFactors } from '../domain/factor.ts'
import { proveFirstOfDevice, signedDevice as kind } from '../factor/device.ts'
import { confirmed, makeDevice, registrationSeconds } from '../flow/device.ts'
import { checkFactor } from '../flow/factor-check.ts'
import { barrierOf } from '../flow/factor.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { reachable, sendSmsCode } from '../flow/sms-code.ts'
import { grantOf } from '../flow/trust.ts'
import { body, params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { type Enrollee, findEnrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject } from '../store/attempt.ts'
import { readDeviceKey, readUnconfirmedDevice } from '../store/device.ts'
import { readPhone, trySmsCode } from '../store/sms-code.ts'
import { trip } from '../store/trip.ts'

/**
 * Registering an installation of our authenticator: an enrollment like any other, but for a code to the
 * phone where nothing else but the password was shown.
 */
export const registration = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { caller, also } = await findEnrollee(c, { fresh: false }, (proof) => ({
      phone: readPhone(c.env.DB, proof),
    }))
    requireAllowed(caller)
    const { policy } = caller
    const phone = reachable(c, also.phone)
    return c.json({
      issuer: policy.totp.issuer,
      needsSms: needsSms(caller),
      phone: phone && maskedPhone(phone),
      devices: devicesOf(caller),
      maxDevices: policy.app.maxDevices,
    } satisfies RegistrationOffer)
  })
  .post('/sms', async (c) => {
    const { caller, also } = await findEnrollee(c, { fresh: true }, (proof) => ({
      phone: readPhone(c.env.DB, proof),
    }))
    requireAllowed(caller)
    if (!needsSms(caller)) throw new ProblemError('conflict', { detail: 'No code is needed.' })
    return c.json(await sendSmsCode(c, caller, also.phone))
  })
  .post('/', body(RegisterDevice), async (c) => {
    const request = c.req.valid('json')
    const { caller, also } = await findEnrollee(c, { fresh: true }, (proof) => ({
      hash: request.smsCode === undefined ? null : trySmsCode(c.env.DB, proof, maxTries, c.var.now),
      phone: readPhone(c.env.DB, proof),
    }))
    requireAllowed(caller)
    return c.json(await makeDevice(c, caller, request, also), 201)
  })
  .post('/:id/confirm', params(IdParam), body(ConfirmDevice), async (c) => {
    const { id } = c.req.valid('param')
    const { code, signature, trust } = c.req.valid('json')
    const throttle = attemptSubject.enrollment(id)
    const { caller, also } = await findEnrollee(c, { fresh: true }, (proof) => ({
      device: readUnconfirmedDevice(c.env.DB, id, proof, c.var.now - registrationSeconds),
      barrier: barrierOf(c, proof, { subject: throttle }),
    }))
    requireAllowed(caller)
    const { device, barrier } = also
    if (!device) throw new ProblemError('not_found')
    // It was not asked for then, and is now.
    if (needsSms(caller) && !device.smsProved) throw new ProblemError('expired')
    const { user, policy, pending, session } = caller
    const signed = { code, signature, texts: ['latchkey/device-confirm', id, code] }
    const prover = proveFirstOfDevice(device, signed, confirmed(c, caller, device))
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
    const status = pending ? 'authenticated' : 'enrolled'
    const had = devicesOf(caller).length
    const retired = Math.max(had + 1 - policy.app.maxDevices, 0)
    return c.json({ status, retired } satisfies ConfirmedDevice)
  })

/** What a registered device may ask without anybody being signed in. */
export const deviceStatus = new Hono<AppEnv>().post('/', body(DeviceStatusQuery), async (c) => {
  const { id, at, signature } = c.req.valid('json')
  const { now } = c.var
  if (Math.abs(at - now) > statusSkew)
    throw new ProblemError('malformed_request', {
      field: 'at',
      detail: 'at: is too far from the time here',
    })
  const { key } = await trip(c.env.DB, { key: readDeviceKey(c.env.DB, id) })
  const texts = ['latchkey/device-status', id, String(at)]
  const counts = key !== null && (await isSignedByDevice(key, signature, texts))
  return c.json({ state: counts ? 'registered' : 'retired', now } satisfies DeviceStatus)
})

const requireAllowed = ({ policy }: Enrollee): void => {
  if (!policy.enrollable.includes('device')) throw new ProblemError('factor_not_allowed')
}

const devicesOf = ({ factors }: Enrollee): RegistrationOffer['devices'] =>
  realFactors(factors)
    .filter(({ method }) => method === 'device')
    .map(({ id, name, createdAt }) => ({ id, name, createdAt }))
