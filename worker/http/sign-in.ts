import type { Policy } from '../domain/policy.ts'
import { graceSeconds, type PresentedTrust } from '../domain/trusted-browser.ts'
import { newToken } from '../crypto/token.ts'
import { attemptSubject, forgiveOnce } from '../store/attempt.ts'
import { type AuditAction, type AuditCondition, auditIf } from '../store/audit.ts'
import { finishPendingLogin } from '../store/pending-login.ts'
import { insertSession, replaceSession } from '../store/session.ts'
import { spend } from '../store/single-use.ts'
import { type Query, trip } from '../store/trip.ts'
import { establishTrust, rotateTrust } from '../store/trusted-browser.ts'
import type { UserRecord } from '../store/user.ts'
import { auditOf } from './audit.ts'
import type { AppContext } from './context.ts'
import { countFailure, type ProvedFactor, tooManyAttempts } from './factor-check.ts'
import { ProblemError } from './problem.ts'
import { clearCookie, cookieHash, cookies, writeCookie } from './cookie.ts'

/** Who signs in, and everything that a session may rest on. What is not given plays no part. */
export type SignIn = {
  user: UserRecord
  policy: Policy
  action: AuditAction
  factor?: ProvedFactor | null
  /** A valid trust token that spares the factor. */
  trusted?: { presented: PresentedTrust; hash: ArrayBuffer } | null
  /** Trust this browser from now on; `replaces` is the family that it held. */
  grantTrust?: { replaces: string | null } | null
  pendingId?: string | null
  /** The session that vouches for whoever proves anew; it must still be there. */
  formerSessionId?: string | null
}
/** A sign-in under way: `id` will be the session's, `formerToken` is the one that the browser still holds. */
type Begun = SignIn & { id: string; formerToken: ArrayBuffer | null }

type Extra = Record<string, Query<unknown>>

/** `shut`: the factor was shut by the time it was written. `lost`: spent already, or the person changed. */
export type SignInOutcome = 'began' | 'lost' | 'shut'

/**
 * Begins a session: spends what proves it, and writes everything that follows from it, in one trip. The
 * batch itself decides; a lost race leaves nothing behind but the failure that it counts.
 *
 * @param also what else belongs into the same batch, `before` the session
 * @returns `began`, and then its cookies are set
 */
export const beginSession = async (
  c: AppContext,
  grounds: SignIn,
  also: { before?: Extra } = {},
): Promise<SignInOutcome> => {
  const formerToken = await cookieHash(c, cookies.session)
  const signIn: Begun = { ...grounds, id: crypto.randomUUID(), formerToken }
  const [session, trust] = [await newToken(), await newToken()]
  const written = await trip(c.env.DB, {
    ...also.before,
    ...trustUse(c, signIn, trust.hash),
    ...factorUse(c, signIn),
    began: insertSession(
      c.env.DB,
      { ...describe(c, signIn), tokenHash: session.hash },
      {
        spent: signIn.factor
          ? { subject: signIn.factor.proof.use.subject, eventId: c.var.eventId }
          : null,
        trustHash: signIn.trusted ? trust.hash : null,
        pendingId: signIn.pendingId ?? null,
        formerId: signIn.formerSessionId ?? null,
      },
      c.var.now,
    ),
    ...factorConsequences(c, signIn),
    ...trustGrant(c, signIn, trust.hash),
    ...(signIn.factor && countLoss(c, signIn.factor)),
    ...aftermath(c, signIn),
  })
  if (!written.began) return written.spent === false && !written.counted ? 'shut' : 'lost'
  writeCookie(c, cookies.session, session.text, signIn.policy.maxSeconds)
  if (written.trusted || signIn.trusted)
    writeCookie(c, cookies.trust, trust.text, trustAge(signIn, c.var.now))
  clearCookie(c, cookies.pending)
  return 'began'
}

/** What was proved, and nothing that was not: a trusted browser proves no factor (RFC 8176). */
const describe = (c: AppContext, { id, user, factor }: Begun) => ({
  id,
  userId: user.id,
  securityStamp: user.securityStamp,
  amr: factor ? ['pwd', factor.kind.amr, 'mfa'] : ['pwd'],
  factorAt: factor ? c.var.now : null,
  browser: c.var.origin.browser,
  place: c.var.origin.place,
})

const trustUse = (c: AppContext, { trusted, user }: SignIn, next: ArrayBuffer) =>
  trusted &&
  rotateTrust(
    c.env.DB,
    {
      former: trusted.hash,
      next,
      browserId: trusted.presented.browserId,
      userId: user.id,
      network: c.var.origin.network,
      graceSeconds,
    },
    c.var.now,
  )

const factorUse = (c: AppContext, { factor }: SignIn) =>
  factor && {
    spent: spend(
      c.env.DB,
      { ...factor.proof.use, throttle: factor.throttle },
      c.var.eventId,
      c.var.now,
    ),
  }

const trustGrant = (c: AppContext, signIn: Begun, tokenHash: ArrayBuffer) =>
  signIn.grantTrust &&
  establishTrust(
    c.env.DB,
    {
      browserId: crypto.randomUUID(),
      tokenHash,
      userId: signIn.user.id,
      name: c.var.origin.browser,
      place: c.var.origin.place,
      expiresAt: c.var.now + signIn.policy.trustSeconds,
      sessionId: signIn.id,
      replacedBrowserId: signIn.grantTrust.replaces,
    },
    c.var.now,
  )

/** The family's own end, however often its tokens rotate: trust lasts so long and no longer. */
const trustAge = ({ trusted, grantTrust, policy }: SignIn, now: number): number =>
  trusted && !grantTrust ? trusted.presented.expiresAt - now : policy.trustSeconds

const factorConsequences = (c: AppContext, { factor, id }: Begun) =>
  factor?.proof.consequences(c.env.DB, {
    eventId: c.var.eventId,
    sessionId: id,
    now: c.var.now,
  })

/** A right code that somebody else has spent counts as a wrong one. */
const countLoss = (c: AppContext, { throttle, proof }: ProvedFactor) =>
  countFailure(c, throttle, proof.use.subject)

const aftermath = (c: AppContext, signIn: Begun): Extra => {
  const { id, user, factor, pendingId, formerToken, grantTrust } = signIn
  const db = c.env.DB
  const lineOf = (action: AuditAction, outcome: string, when: AuditCondition['when']) =>
    auditIf(db, auditOf(c, user.id, action, outcome), { when, id }, c.var.now)
  const forgiven = factor?.kind.forgives.map((method) => attemptSubject.factor(method, user.id))
  return {
    ...(forgiven && { forgiven: forgiveOnce(db, forgiven, id) }),
    ...(pendingId && { finished: finishPendingLogin(db, pendingId, id) }),
    ...(formerToken && { replacedSession: replaceSession(db, formerToken, id) }),
    ...(grantTrust && { trustAudit: lineOf('trust-granted', 'done', 'session-exists') }),
    audit: lineOf(signIn.action, outcomeOf(signIn), 'session-exists'),
    lossAudit: lineOf(signIn.action, `${outcomeOf(signIn)}:lost-race`, 'session-missing'),
  }
}

const outcomeOf = ({ factor, trusted }: SignIn): string =>
  factor ? factor.kind.method : trusted ? 'trusted-browser' : 'password'

/** A lost race is what a wrong code is: somebody else has used it, or it came too late. */
export const requireBegun = (outcome: SignInOutcome): void => {
  if (outcome === 'shut') throw tooManyAttempts(30)
  if (outcome === 'lost') throw new ProblemError('invalid_code')
}
