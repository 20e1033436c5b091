import { Hono } from 'hono'
import type { AuditAction } from '../../../schema/api/audit.ts'
import { type HandedOverKey, type OneTimeCode, Reset } from '../../../schema/api/user.ts'
import { IdParam } from '../../../schema/api/text.ts'
import { newOneTimeCode } from '../../crypto/one-time-code.ts'
import { hasFactor } from '../../domain/factor.ts'
import { policyFor } from '../../domain/policy.ts'
import { findTarget } from '../../flow/authority.ts'
import { announceLogouts, endedLogouts } from '../../flow/logout-notice.ts'
import { newTotpKey } from '../../flow/new-key.ts'
import { auditOf } from '../../http/audit.ts'
import { body, params } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { superAdminRemains } from '../../store/assertion.ts'
import { audit } from '../../store/audit.ts'
import {
  deleteHandedOver,
  deleteOrphanedRecovery,
  handOver,
  listFactorsOf,
} from '../../store/factor.ts'
import { listGroupsOf } from '../../store/group.ts'
import {
  type CodePurpose,
  deleteOneTimeCodes,
  replaceOneTimeCode,
} from '../../store/one-time-code.ts'
import { unlock } from '../../store/person-state.ts'
import { bumpStamp, type PersonRecord } from '../../store/person.ts'
import { deleteFactors, deletePending, deleteSessions } from '../../store/reset.ts'
import { insertTotp } from '../../store/totp.ts'
import { trip } from '../../store/trip.ts'
import { deleteAllTrust } from '../../store/trusted-browser.ts'

/** What a help desk does for a person. What it makes is shown once, to whoever made it, and works once. */
export const userHelp = new Hono<AppEnv>()
  .post('/:id/key', requireSession(), authorize('user.key'), params(IdParam), async (c) => {
    const { id: userId } = c.req.valid('param')
    const { target, also, permit } = await findTarget(c, 'user.key', userId, {
      groups: listGroupsOf(c.env.DB, userId),
    })
    const policy = policyFor(c.var.caller.settings, target, also.groups)
    if (!policy.enrollable.includes('totp'))
      throw new ProblemError('factor_not_allowed', {
        detail: policy.externalApps
          ? 'The groups of this person do not allow authenticator apps.'
          : 'Other authenticator apps than ours do not count here.',
      })
    const { id, kept, shown } = await newTotpKey(c, target, policy)
    await trip(c.env.DB, permit, {
      former: deleteHandedOver(c.env.DB, userId),
      factor: handOver(c.env.DB, { id, userId }, c.var.now),
      secret: insertTotp(c.env.DB, kept),
      // Who was about to enroll on the password alone is asked for a code of this key instead.
      held: deletePending(c.env.DB, userId),
      audit: line(c, 'key-handed-over', 'done', userId),
    })
    return c.json({ id, ...shown } satisfies HandedOverKey, 201)
  })
  .post(
    '/:id/reset',
    requireSession(),
    authorize('user.reset'),
    params(IdParam),
    body(Reset),
    async (c) => {
      const { id } = c.req.valid('param')
      const targets = new Set(c.req.valid('json').targets)
      const { permit } = await findTarget(c, 'user.reset', id, {})
      const ended = ['totp', 'device', 'passkey', 'hardware', 'recovery'] as const
      const endsFactor = ended.some((method) => targets.has(method))
      const db = c.env.DB
      const { collected } = await trip(
        db,
        permit,
        targets.has('totp') ? { totp: deleteFactors(db, id, 'totp') } : null,
        targets.has('device') ? { device: deleteFactors(db, id, 'device') } : null,
        targets.has('passkey') ? { passkey: deleteFactors(db, id, 'passkey') } : null,
        targets.has('hardware') ? { hardware: deleteFactors(db, id, 'hardware') } : null,
        endsFactor ? { pass: deleteOneTimeCodes(db, id, null) } : null,
        targets.has('recovery') ? { recovery: deleteFactors(db, id, 'recovery') } : null,
        { orphaned: deleteOrphanedRecovery(db, id) },
        targets.has('trust') || endsFactor ? { trust: deleteAllTrust(db, id) } : null,
        targets.has('sessions') ? deleteSessions(db, id, c.var.now) : null,
        // Design rule 4: sessions and trust end with the factor that they rest on.
        endsFactor ? { bumped: bumpStamp(db, id) } : null,
        {
          audit: line(c, 'user-reset', [...targets].toSorted().join('+'), id),
          remains: superAdminRemains(db),
        },
        endedLogouts(c, { of: 'person', key: id }),
      )
      announceLogouts(c, collected)
      return c.body(null, 204)
    },
  )
  .post('/:id/unlock', requireSession(), authorize('user.unlock'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const { permit } = await findTarget(c, 'user.unlock', id, {})
    await trip(c.env.DB, permit, {
      unlocked: unlock(c.env.DB, id),
      audit: line(c, 'user-unlocked', 'done', id),
    })
    return c.body(null, 204)
  })
  .post('/:id/pass', requireSession(), authorize('user.pass'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const found = await findTarget(c, 'user.pass', id, { factors: listFactorsOf(c.env.DB, id) })
    if (!hasFactor(found.also.factors))
      throw new ProblemError('conflict', {
        detail: 'This person has no second factor that a pass could stand in for.',
      })
    const made = { action: 'pass-made', purpose: 'pass', seconds: passSeconds } as const
    return c.json((await makeCode(c, found, made)) satisfies OneTimeCode, 201)
  })
  .post('/:id/ticket', requireSession(), authorize('user.ticket'), params(IdParam), async (c) => {
    const { id } = c.req.valid('param')
    const found = await findTarget(c, 'user.ticket', id, { factors: listFactorsOf(c.env.DB, id) })
    if (hasFactor(found.also.factors))
      throw new ProblemError('conflict', {
        detail: 'This person has a second factor: a temporary pass lets them in without it.',
      })
    const made = { action: 'ticket-made', purpose: 'ticket', seconds: ticketSeconds } as const
    return c.json((await makeCode(c, found, made)) satisfies OneTimeCode, 201)
  })
  .post(
    '/:id/password-reset',
    requireSession(),
    authorize('user.password-reset'),
    params(IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      const found = await findTarget(c, 'user.password-reset', id, {})
      const made = {
        action: 'password-reset-made',
        purpose: 'password',
        seconds: passwordSeconds,
      } as const
      return c.json((await makeCode(c, found, made)) satisfies OneTimeCode, 201)
    },
  )

/** A pass is for now; a ticket and a new password are for a letter, or the first day. */
const passSeconds = 3600
const ticketSeconds = 7 * 86_400
const passwordSeconds = 86_400

type Found = { target: PersonRecord; permit: Awaited<ReturnType<typeof findTarget>>['permit'] }
type Made = { action: AuditAction; purpose: CodePurpose; seconds: number }

const makeCode = async (
  c: SessionContext,
  { target, permit }: Found,
  { action, purpose, seconds }: Made,
): Promise<OneTimeCode> => {
  const { code, hash } = await newOneTimeCode(c.var.config.masterKeys)
  const expiresAt = c.var.now + seconds
  const id = crypto.randomUUID()
  const record = {
    id,
    userId: target.id,
    purpose,
    hash,
    factorId: null,
    madeBy: c.var.caller.user.id,
    expiresAt,
  }
  await trip(c.env.DB, permit, replaceOneTimeCode(c.env.DB, record, c.var.now), {
    audit: line(c, action, 'done', target.id),
  })
  return { code, expiresAt }
}

const line = (c: SessionContext, action: AuditAction, outcome: string, subjectId: string) =>
  audit(
    c.env.DB,
    auditOf(c, { action, outcome, actorId: c.var.caller.user.id, subjectId }),
    c.var.now,
  )
