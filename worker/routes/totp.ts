import { Hono } from 'hono'
import {
  type ConfirmedTotp,
  ConfirmTotp,
  type StartedTotp,
  StartTotp,
} from '../../schema/api/factor.ts'
import { IdParam } from '../../schema/api/text.ts'
import type { Policy } from '../domain/policy.ts'
import { isTotpCode } from '../domain/totp.ts'
import { firstCode } from '../factor/first-code.ts'
import { type Prover, refused } from '../factor/kind.ts'
import { stepOf, totp as kind, useOfStep } from '../factor/totp.ts'
import { body, params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { checkFactor } from '../flow/factor-check.ts'
import { barrierOf } from '../flow/factor.ts'
import { newTotpKey } from '../flow/new-key.ts'
import { requireEnrollee } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { grantOf } from '../flow/trust.ts'
import { attemptSubject } from '../store/attempt.ts'
import { deleteUnconfirmed, insertFactor, retireFormerToken } from '../store/factor.ts'
import { insertTotp, readUnconfirmedTotp, type TotpRecord } from '../store/totp.ts'
import { trip } from '../store/trip.ts'

/** How long a key waits for its first code. */
const enrollmentSeconds = 900

/** Enrolling an authenticator app. The key counts only after one code from it (design rule 3). */
export const totp = new Hono<AppEnv>()
  .post('/', requireEnrollee({ fresh: true }), body(StartTotp), async (c) => {
    const { user, policy } = c.var.caller
    if (!policy.enrollable.includes('totp')) throw new ProblemError('factor_not_allowed')
    const { id, kept, shown } = await newTotpKey(c, user, policy)
    const name = c.req.valid('json').name || 'Authenticator app'
    await trip(c.env.DB, {
      retired: deleteUnconfirmed(c.env.DB, user.id, 'totp'),
      factor: insertFactor(
        c.env.DB,
        { id, userId: user.id, method: 'totp', name, confirmed: false },
        c.var.now,
      ),
      secret: insertTotp(c.env.DB, kept),
    })
    return c.json({ id, ...shown } satisfies StartedTotp, 201)
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
        record: readUnconfirmedTotp(c.env.DB, id, proof, c.var.now - lifeOf(policy)),
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

/** A provisioned key waits as long as its activation code lives. */
const lifeOf = (policy: Policy) => Math.max(enrollmentSeconds, policy.provisioningSeconds)

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
          ...firstCode(db, record, sessionId, at),
          ...retireFormerToken(db, record.factorId, sessionId),
        }),
      },
    }
  }
