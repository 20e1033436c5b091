import { Hono } from 'hono'
import {
  type ConfirmedTotp,
  ConfirmTotp,
  type StartedTotp,
  StartTotp,
} from '../../schema/api/factor.ts'
import { IdParam } from '../../schema/api/text.ts'
import { toBase32 } from '../../schema/otp/totp.ts'
import { formatUri } from '../../schema/otp/uri.ts'
import { seal } from '../crypto/seal.ts'
import { isTotpCode } from '../domain/totp.ts'
import { type Prover, refused } from '../factor/kind.ts'
import { placeOf, stepOf, totp as kind, useOfStep } from '../factor/totp.ts'
import { body, params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { barrierOf, checkFactor } from '../flow/factor.ts'
import { requireEnrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { grantOf } from '../flow/trust.ts'
import { attemptSubject } from '../store/attempt.ts'
import { confirmFactor, deleteUnconfirmed, insertFactor } from '../store/factor.ts'
import { endUnprovedSessions } from '../store/session.ts'
import { closeEnrollments } from '../store/pending-login.ts'
import { insertTotp, readUnconfirmedTotp, type TotpRecord } from '../store/totp.ts'
import { trip } from '../store/trip.ts'

/** How long a key waits for its first code. */
const enrollmentSeconds = 900

/** Enrolling an authenticator app. The key counts only after one code from it (design rule 3). */
export const totp = new Hono<AppEnv>()
  .post('/', requireEnrollee({ fresh: true }), body(StartTotp), async (c) => {
    const { user, policy } = c.var.caller
    const { issuer, parameters, keyBytes } = policy.totp
    const key = crypto.getRandomValues(new Uint8Array(keyBytes))
    const id = crypto.randomUUID()
    const sealed = await seal(c.var.config.masterKeys, placeOf(id, user.id), key)
    const name = c.req.valid('json').name || 'Authenticator app'
    await trip(c.env.DB, {
      retired: deleteUnconfirmed(c.env.DB, user.id, 'totp'),
      factor: insertFactor(
        c.env.DB,
        { id, userId: user.id, method: 'totp', name, confirmed: false },
        c.var.now,
      ),
      secret: insertTotp(c.env.DB, { factorId: id, sealed, ...parameters }),
    })
    const uri = formatUri({ issuer, account: user.username, key, ...parameters })
    return c.json({ id, secret: toBase32(key), uri } satisfies StartedTotp, 201)
  })
  .post(
    '/:id/confirm',
    requireEnrollee({ fresh: true }),
    params(IdParam),
    body(ConfirmTotp),
    async (c) => {
      const { user, policy, proof, pending, session } = c.var.caller
      const { id } = c.req.valid('param')
      const { code, trust } = c.req.valid('json')
      const throttle = attemptSubject.enrollment(id)
      const { record, barrier } = await trip(c.env.DB, {
        record: readUnconfirmedTotp(c.env.DB, id, proof, c.var.now - enrollmentSeconds),
        barrier: barrierOf(c, proof, { subject: throttle }),
      })
      if (!record) throw new ProblemError('not_found')
      const about = { user, policy, action: 'factor-enrolled' as const }
      const attempt = { kind, prover: proveFirst(record, code), throttle, barrier, ...about }
      const begun = await beginSession(c, {
        ...about,
        factor: await checkFactor(c, attempt),
        grantTrust: grantOf(c, policy, trust),
        pendingId: pending?.id ?? null,
        former: session,
        enrolling: id,
      })
      requireBegun(begun)
      return c.json({ status: pending ? 'authenticated' : 'enrolled' } satisfies ConfirmedTotp)
    },
  )

/** The first code of a new key: it makes the key count, and is spent like any other. */
const proveFirst =
  (record: TotpRecord, code: string): Prover =>
  async ({ now, policy, masterKeys }) => {
    if (!isTotpCode(code)) return refused('malformed')
    const step = await stepOf(record, code, now, policy.totp.driftSteps, masterKeys)
    if (step === null) return refused('no-match')
    if (step === 'sealed') return refused('sealed')
    const use = useOfStep(record, step)
    return {
      kind: 'proved',
      proof: {
        use,
        consequences: (db, { sessionId, now: at }) => ({
          confirmed: confirmFactor(db, record.factorId, sessionId, at),
          closed: closeEnrollments(db, record.userId, sessionId),
          ended: endUnprovedSessions(db, record, sessionId),
        }),
      },
    }
  }
