import { Hono } from 'hono'
import { PasswordChange, type PasswordChanged, PasswordReset } from '../../schema/api/account.ts'
import { newToken } from '../crypto/token.ts'
import { hasFactor } from '../domain/factor.ts'
import { expiresAt } from '../domain/session.ts'
import { canonicalUsername } from '../domain/username.ts'
import { contextOf, newPasswordHash, requireGoodPassword } from '../flow/new-password.ts'
import { permitted } from '../flow/authority.ts'
import { checkPassword } from '../flow/password.ts'
import { announceLogouts, endedLogouts } from '../flow/logout-notice.ts'
import { redeem } from '../flow/redeem.ts'
import { auditOf } from '../http/audit.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { clearCookie, writeCookie } from '../http/cookie.ts'
import {
  refuseUnlessSelfEnrolling,
  requireFresh,
  requireSession,
  type SignedIn,
} from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { cookies } from '../http/tokens.ts'
import { superAdminRemains } from '../store/assertion.ts'
import { attemptSubject } from '../store/attempt.ts'
import { audit, auditSpent } from '../store/audit.ts'
import { deleteOneTimeCodes } from '../store/one-time-code.ts'
import { changePassword, resetPassword } from '../store/password.ts'
import { deleteFactors } from '../store/reset.ts'
import { deleteSession } from '../store/session.ts'
import { trip } from '../store/trip.ts'

/** My password: by the one I have, or by a code that an administrator handed me. */
export const password = new Hono<AppEnv>()
  .post(
    '/',
    requireSession({ beforePasswordChange: true }),
    requireFresh(),
    body(PasswordChange),
    async (c) => {
      const { current, next, resetFactors = false } = c.req.valid('json')
      const { user, session, policy } = c.var.caller
      if (resetFactors) refuseResetFactors(c.var.caller)
      if (next === current) throw unchanged()
      const context = contextOf({ ...user, canonicalUsername: user.username })
      await requireGoodPassword({ text: next, field: 'next' }, context)
      const { settled } = await checkPassword(c, {
        username: user.username,
        password: current,
        action: 'password-changed',
        throttle: attemptSubject.session(session.id),
        also: () => ({}),
      })
      const token = await newToken()
      const hash = await newPasswordHash(c, next)
      const { id: userId, securityStamp } = user
      const mustEnroll = resetFactors && policy.mfaRequired && hasFactor(c.var.caller.factors)
      const outcome = resetFactors ? 'factors-reset' : 'done'
      const line = auditOf(c, { action: 'password-changed', outcome, actorId: userId })
      // Not `upgraded`: the hash that it would write is the one that goes.
      const { upgraded: _, ...proved } = settled
      const change = { userId, hash, securityStamp, sessionId: session.id, tokenHash: token.hash }
      const written = await trip(
        c.env.DB,
        permitted(c),
        proved,
        changePassword(c.env.DB, change),
        {
          reset: resetFactors ? deleteFactors(c.env.DB, userId, null) : null,
          codes: deleteOneTimeCodes(c.env.DB, userId, null),
          ended: mustEnroll ? deleteSession(c.env.DB, session.id, userId) : null,
          audit: audit(c.env.DB, line, c.var.now),
          remains: superAdminRemains(c.env.DB),
        },
        endedLogouts(c, { of: 'person', key: userId }),
      )
      announceLogouts(c, written.collected)
      if (!written.changed) throw new ProblemError('unauthenticated')
      if (mustEnroll) clearCookie(c, cookies.session)
      else writeCookie(c, cookies.session, token.text, expiresAt(session, policy) - c.var.now)
      const status = mustEnroll ? 'signed_out' : 'authenticated'
      return c.json({ status } satisfies PasswordChanged)
    },
  )
  .post('/reset', body(PasswordReset), async (c) => {
    const { username, code, next } = c.req.valid('json')
    // Before the code is looked at: what is wrong with the password says nothing about it.
    const named = contextOf({ canonicalUsername: canonicalUsername(username) ?? username })
    await requireGoodPassword({ text: next, field: 'next' }, named)
    const redeemed = await redeem(c, {
      username,
      code,
      purpose: 'password',
      action: 'password-reset',
      also: {},
    })
    const { user, spending, spent } = redeemed
    const hash = await newPasswordHash(c, next)
    const line = auditOf(c, { action: 'password-reset', outcome: 'done', actorId: user.id })
    const { changed, collected } = await trip(
      c.env.DB,
      spending,
      {
        changed: resetPassword(c.env.DB, { userId: user.id, hash }, spent),
        // Only with a second factor is the person who they were: what stands in for it is made anew.
        pass: deleteOneTimeCodes(c.env.DB, user.id, 'pass'),
        audit: auditSpent(c.env.DB, line, spent.subject, c.var.now),
      },
      endedLogouts(c, { of: 'person', key: user.id }),
    )
    announceLogouts(c, collected)
    if (!changed) throw new ProblemError('invalid_code')
    return c.body(null, 204)
  })

const unchanged = () =>
  new ProblemError('malformed_request', { field: 'next', detail: 'next: is the one you have' })

/** Who could not set up a factor again must not throw the last one away. */
const refuseResetFactors = ({ policy, factors }: SignedIn): void => {
  refuseUnlessSelfEnrolling(policy)
  // A key that waits is not theirs to throw away: it is the way in that an administrator gave them.
  if (!hasFactor(factors))
    throw new ProblemError('conflict', {
      field: 'resetFactors',
      detail: 'You have no second factor.',
    })
  if (policy.mfaRequired && policy.needsTicket)
    throw new ProblemError('conflict', {
      field: 'resetFactors',
      detail:
        'You would need an enrollment ticket to sign in again. Ask an administrator to reset.',
    })
}
