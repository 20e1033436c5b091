import { Hono } from 'hono'
import { Activate, type Activated, type Provisioning } from '../../schema/api/account.ts'
import { newOneTimeCode } from '../crypto/one-time-code.ts'
import { mayAddFactor } from '../domain/login.ts'
import { open } from '../crypto/seal.ts'
import { formatUri } from '../../schema/otp/uri.ts'
import { placeOf } from '../factor/totp.ts'
import { permitted } from '../flow/authority.ts'
import { newTotpKey } from '../flow/new-key.ts'
import { redeem } from '../flow/redeem.ts'
import { auditOf } from '../http/audit.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { refuseUnlessSelfEnrolling, requireFresh, requireSession } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit, auditSpent } from '../store/audit.ts'
import { deleteUnconfirmed, insertFactor } from '../store/factor.ts'
import { replaceOneTimeCode } from '../store/one-time-code.ts'
import { readSettings } from '../store/setting.ts'
import { insertTotp, readUnconfirmedTotp } from '../store/totp.ts'
import { trip } from '../store/trip.ts'

/**
 * My token for an authenticator: a QR code, and an activation code that fetches the same key. It counts
 * once its first code is confirmed (routes/totp.ts); then the former token dies.
 */
export const provisioning = new Hono<AppEnv>().post(
  '/',
  requireSession(),
  requireFresh(),
  async (c) => {
    const { user, policy, factors } = c.var.caller
    refuseUnlessSelfEnrolling(policy)
    if (!mayAddFactor(policy, factors)) throw new ProblemError('forbidden')
    if (!policy.enrollable.includes('totp')) throw new ProblemError('factor_not_allowed')
    const { id, kept, shown } = await newTotpKey(c, user, policy)
    const { code, hash } = await newOneTimeCode(c.var.config.masterKeys)
    const expiresAt = c.var.now + policy.provisioningSeconds
    const userId = user.id
    const line = auditOf(c, { action: 'provisioned', outcome: 'done', actorId: userId })
    await trip(
      c.env.DB,
      permitted(c),
      {
        retired: deleteUnconfirmed(c.env.DB, userId, 'totp'),
        factor: insertFactor(
          c.env.DB,
          { id, userId, method: 'totp', name: 'My token', confirmed: false, provisioned: true },
          c.var.now,
        ),
        secret: insertTotp(c.env.DB, kept),
      },
      replaceOneTimeCode(
        c.env.DB,
        {
          id: crypto.randomUUID(),
          userId,
          purpose: 'activation',
          hash,
          factorId: id,
          madeBy: null,
          expiresAt,
        },
        c.var.now,
      ),
      { audit: audit(c.env.DB, line, c.var.now) },
    )
    return c.json({ id, ...shown, activationCode: code, expiresAt } satisfies Provisioning, 201)
  },
)

/** What the authenticator itself asks for: the key of an activation code, typed with the username. */
export const authenticator = new Hono<AppEnv>().post('/activate', body(Activate), async (c) => {
  const { username, activationCode: code } = c.req.valid('json')
  const {
    user,
    canonical,
    factorId,
    also,
    spending,
    spent: use,
  } = await redeem(c, {
    username,
    code,
    purpose: 'activation',
    action: 'activated',
    also: { settings: readSettings(c.env.DB) },
  })
  const line = auditOf(c, { action: 'activated', outcome: 'done', actorId: user.id })
  const { spent, record } = await trip(
    c.env.DB,
    { record: readUnconfirmedTotp(c.env.DB, factorId ?? '', canonical, 0) },
    spending,
    { audit: auditSpent(c.env.DB, line, use.subject, c.var.now) },
  )
  const { masterKeys } = c.var.config
  const key =
    spent && record && (await open(masterKeys, placeOf(record.factorId, user.id), record.sealed))
  if (!key || !record) throw new ProblemError('invalid_code')
  const { algorithm, digits, period } = record
  const issuer = also.settings['totp.issuer']
  const uri = formatUri({ issuer, account: user.username, key, algorithm, digits, period })
  return c.json({ uri } satisfies Activated)
})
