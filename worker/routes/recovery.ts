import { Hono } from 'hono'
import type { RecoveryCodes } from '../../schema/api/factor.ts'
import { toHex } from '../crypto/hex.ts'
import { hasFactor } from '../domain/factor.ts'
import { newRecoveryCode } from '../factor/recovery.ts'
import { auditOf } from '../http/audit.ts'
import type { AppEnv } from '../http/context.ts'
import { requireFresh, requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { auditIf } from '../store/audit.ts'
import { replaceRecoveryCodes } from '../store/recovery-code.ts'
import { trip } from '../store/trip.ts'

const codesInASet = 10

/** A new set of recovery codes; the former is dead. Shown in this answer and never again. */
export const recovery = new Hono<AppEnv>().post(
  '/',
  requireSession(),
  requireFresh(),
  async (c) => {
    const { user, session, factors } = c.var.caller
    if (!hasFactor(factors))
      throw new ProblemError('conflict', {
        detail: 'Recovery codes stand in for a factor: add one first.',
      })
    const made = await Promise.all(Array.from({ length: codesInASet }, newRecoveryCode))
    const factorId = crypto.randomUUID()
    const hashes = made.map(({ hash }) => ({ id: crypto.randomUUID(), hash: toHex(hash) }))
    const line = auditOf(c, { action: 'recovery-codes-made', outcome: 'done', actorId: user.id })
    const { replaced } = await trip(
      c.env.DB,
      replaceRecoveryCodes(c.env.DB, { factorId, sessionId: session.id, codes: hashes }, c.var.now),
      { audit: auditIf(c.env.DB, line, { when: 'factor-exists', id: factorId }, c.var.now) },
    )
    // Signed out, or without a factor, since the guard looked.
    if (!replaced) throw new ProblemError('unauthenticated')
    return c.json({ codes: made.map(({ code }) => code) } satisfies RecoveryCodes, 201)
  },
)
