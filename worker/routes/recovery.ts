import { Hono } from 'hono'
import type { RecoveryCodes } from '../../schema/api/factor.ts'
import { hasFactor } from '../domain/factor.ts'
import { newRecoveryCode } from '../factor/recovery.ts'
import { auditOf } from '../http/audit.ts'
import type { AppEnv } from '../http/context.ts'
import { requireFresh, requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit } from '../store/audit.ts'
import { insertFactor } from '../store/factor.ts'
import { deleteRecoveryCodes, insertRecoveryCodes } from '../store/recovery-code.ts'
import { trip } from '../store/trip.ts'

const codesInASet = 10

/** A new set of recovery codes; the former is dead. Shown in this answer and never again. */
export const recovery = new Hono<AppEnv>().post(
  '/',
  requireSession(),
  requireFresh(),
  async (c) => {
    const { user, factors } = c.var.caller
    if (!hasFactor(factors))
      throw new ProblemError('conflict', {
        detail: 'Recovery codes stand in for a factor: add one first.',
      })
    const made = await Promise.all(Array.from({ length: codesInASet }, newRecoveryCode))
    const id = crypto.randomUUID()
    const hashes = made.map(({ hash }) => ({ id: crypto.randomUUID(), hash: toHex(hash) }))
    await trip(c.env.DB, {
      former: deleteRecoveryCodes(c.env.DB, user.id),
      factor: insertFactor(
        c.env.DB,
        { id, userId: user.id, method: 'recovery', name: 'Recovery codes', confirmed: true },
        c.var.now,
      ),
      codes: insertRecoveryCodes(c.env.DB, id, hashes),
      audit: audit(c.env.DB, auditOf(c, user.id, 'recovery-codes-made', 'done'), c.var.now),
    })
    return c.json({ codes: made.map(({ code }) => code) } satisfies RecoveryCodes, 201)
  },
)

const toHex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
