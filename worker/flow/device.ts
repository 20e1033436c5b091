import type * as v from 'valibot'
import type { DeviceRegistration, RegisterDevice } from '../../schema/api/device.ts'
import { readSigningKey, sealForDevice } from '../crypto/device.ts'
import { seal } from '../crypto/seal.ts'
import { needsSms } from '../domain/device.ts'
import { realFactors } from '../domain/factor.ts'
import { firstCode } from '../factor/first-code.ts'
import type { Proof } from '../factor/kind.ts'
import { placeOf } from '../factor/totp.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { Enrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { auditIf } from '../store/audit.ts'
import { type DeviceRecord, insertDevice, retireDevices } from '../store/device.ts'
import { deleteUnconfirmed, insertFactor } from '../store/factor.ts'
import { insertTotp } from '../store/totp.ts'
import { type Query, trip } from '../store/trip.ts'
import { checkSmsCode, type Sms } from './sms-code.ts'

/** How long a new device waits for its first code. */
export const registrationSeconds = 900

type Request = v.InferOutput<typeof RegisterDevice>

/**
 * Makes a device that counts from its first code, and its seed, which only that installation can open.
 *
 * @param sms what the code from the phone may be compared with (`checkSmsCode`)
 * @throws ProblemError malformed_request, invalid_code
 */
export const makeDevice = async (
  c: AppContext,
  caller: Enrollee,
  request: Request,
  sms: Sms,
): Promise<DeviceRegistration> => {
  const { user, policy } = caller
  const { issuer, parameters, keyBytes } = policy.totp
  const db = c.env.DB
  const signingKey = await readSigningKey(request.signingKey)
  if (!signingKey) throw notAPoint('signingKey')
  const id = crypto.randomUUID()
  const seed = crypto.getRandomValues(new Uint8Array(keyBytes))
  const given = await sealForDevice(request.exchangeKey, id, seed)
  if (!given) throw notAPoint('exchangeKey')
  const smsProved = needsSms(caller)
  const spent = smsProved ? await checkSmsCode(c, caller, { code: request.smsCode, ...sms }) : null
  const sealed = await seal(c.var.config.masterKeys, placeOf(id, user.id), seed)
  const { name } = request
  await trip(db, spent, {
    former: deleteUnconfirmed(db, user.id, 'device'),
    factor: insertFactor(
      db,
      { id, userId: user.id, method: 'device', name, confirmed: false },
      c.var.now,
    ),
    secret: insertTotp(db, { factorId: id, sealed, ...parameters }),
    device: insertDevice(db, { factorId: id, signingKey, smsProved }),
  })
  return { id, ...given, issuer, account: user.username, ...parameters }
}

const notAPoint = (field: 'signingKey' | 'exchangeKey') =>
  new ProblemError('malformed_request', { field, detail: `${field}: must be a P-256 public key` })

/** What follows from the first code of a device: it counts, and those beyond the limit do no more. */
export const confirmed =
  (c: AppContext, { user, factors }: Enrollee, device: DeviceRecord): Proof['consequences'] =>
  (db, { sessionId, now }) => ({
    ...firstCode(db, device, sessionId, now),
    ...retireDevices(db, device.factorId, sessionId),
    ...linesOfRetired(c, user.id, factors),
  })

const linesOfRetired = (c: AppContext, actorId: string, factors: Enrollee['factors']) => {
  const entry = auditOf(c, { action: 'factor-removed', outcome: 'retired', actorId })
  const lines = realFactors(factors)
    .filter(({ method }) => method === 'device')
    .map(({ id }): [string, Query<null>] => [
      `retired ${id}`,
      auditIf(c.env.DB, entry, { when: 'factor-gone', id }, c.var.now),
    ])
  return Object.fromEntries(lines)
}
