import { Hono } from 'hono'
import { type Factor, FactorChange, type Factors } from '../../schema/api/factor.ts'
import { IdParam } from '../../schema/api/text.ts'
import { encodeBase64Url } from '../crypto/keyring.ts'
import { makersName } from '../flow/passkey/name.ts'
import { relyingPartyOf } from '../flow/passkey/relying-party.ts'
import { handedOver, realFactors } from '../domain/factor.ts'
import { usableFactors } from '../domain/login.ts'
import type { Policy } from '../domain/policy.ts'
import { auditOf } from '../http/audit.ts'
import { body, params } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import {
  refuseUnlessSelfEnrolling,
  requireEnrollee,
  requireFresh,
  requireSession,
} from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { auditIf } from '../store/audit.ts'
import {
  deleteOrphanedRecovery,
  type FactorRecord,
  removeFactor,
  renameFactor,
} from '../store/factor.ts'
import { listHeldTokens } from '../store/hardware-token.ts'
import { listPasskeys, type PasskeyListing } from '../store/passkey.ts'
import { countRecoveryCodes } from '../store/recovery-code.ts'
import { trip } from '../store/trip.ts'

/** My second factors, whatever their kind. How one is added is its kind's own route. */
export const factor = new Hono<AppEnv>()
  .get('/', requireEnrollee({ fresh: false }), async (c) => {
    const { factors, policy, proof, session, settings } = c.var.caller
    const mayEnroll = session === null || policy.selfEnrollment
    const { left, passkeys, tokens } = await trip(c.env.DB, {
      left: countRecoveryCodes(c.env.DB, proof),
      passkeys: listPasskeys(c.env.DB, proof),
      tokens: listHeldTokens(c.env.DB, proof),
    })
    const traits = await traitsOf(passkeys)
    const serials = new Map(tokens.map(({ factorId, serial }) => [factorId, { serial }]))
    return c.json({
      factors: [...realFactors(factors), ...handedOver(factors)].map((one) => ({
        ...one,
        ...traits.get(one.id),
        ...serials.get(one.id),
      })),
      recoveryCodesLeft: left,
      enrollable: mayEnroll ? policy.enrollable : [],
      selfEnrollment: policy.selfEnrollment,
      rpId: relyingPartyOf(c, settings).id,
    } satisfies Factors)
  })
  .patch('/:id', requireSession(), params(IdParam), body(FactorChange), async (c) => {
    const { user } = c.var.caller
    const { id } = c.req.valid('param')
    const { name } = c.req.valid('json')
    const line = auditOf(c, { action: 'factor-renamed', outcome: 'done', actorId: user.id })
    const { renamed } = await trip(c.env.DB, {
      renamed: renameFactor(c.env.DB, { id, userId: user.id, name }),
      audit: auditIf(c.env.DB, line, { when: 'factor-exists', id }, c.var.now),
    })
    if (!renamed) throw new ProblemError('not_found')
    return c.json(renamed satisfies Factor)
  })
  .delete('/:id', requireSession(), requireFresh(), params(IdParam), async (c) => {
    const { user, session, factors, policy } = c.var.caller
    refuseUnlessSelfEnrolling(policy)
    const { id } = c.req.valid('param')
    const mine = realFactors(factors)
    const isMine = mine.some((one) => one.id === id)
    if (!isMine && !handedOver(factors).some((one) => one.id === id))
      throw new ProblemError('not_found')
    // A key that waits is what somebody without a factor is to come in by.
    if (!mayRemove(policy, mine, id)) throw lastFactor()
    const removal = { id, userId: user.id, sessionId: session.id }
    const line = auditOf(c, { action: 'factor-removed', outcome: 'done', actorId: user.id })
    const { removed } = await trip(c.env.DB, removeFactor(c.env.DB, removal), {
      orphaned: deleteOrphanedRecovery(c.env.DB, user.id),
      audit: auditIf(c.env.DB, line, { when: 'factor-gone', id }, c.var.now),
    })
    // Another was removed meanwhile, or this session was ended.
    if (!removed) throw mine.length > 1 ? lastFactor() : new ProblemError('unauthenticated')
    return c.body(null, 204)
  })

/** What is shown of passkeys beside their names. */
const traitsOf = async (passkeys: PasskeyListing[]) =>
  new Map(
    await Promise.all(
      passkeys.map(async ({ factorId, credentialId, aaguid, backedUp }) => {
        const provider = await makersName(aaguid)
        const id = encodeBase64Url(credentialId)
        return [factorId, { passkey: { synced: backedUp, credentialId: id, provider } }] as const
      }),
    ),
  )

/** What remains must let them in: nothing where nothing is required, else something that is accepted. */
const mayRemove = (policy: Policy, mine: FactorRecord[], id: string): boolean => {
  const others = mine.filter((one) => one.id !== id)
  if (usableFactors(policy, others).length > 0) return true
  return others.length === 0 && mine.length > 0 && !policy.mfaRequired
}

const lastFactor = () =>
  new ProblemError('conflict', {
    detail: 'This is the last second factor that you can sign in with.',
  })
