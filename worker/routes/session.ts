import { Hono } from 'hono'
import type { MySession, Session } from '../../schema/api/session.ts'
import { StepUp } from '../../schema/api/session.ts'
import * as v from 'valibot'
import { id } from '../../schema/api/text.ts'
import { hasFactor } from '../domain/factor.ts'
import { expiresAt } from '../domain/session.ts'
import { kinds } from '../factor/kinds.ts'
import { auditOf } from '../http/audit.ts'
import { body, params } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { clearCookie, cookieHash, cookies } from '../http/cookie.ts'
import { checkFactor, factorQueries, type ProvedFactor } from '../http/factor-check.ts'
import { requireSession, type SignedIn } from '../http/guard.ts'
import { checkPassword } from '../http/password-check.ts'
import { ProblemError } from '../http/problem.ts'
import { beginSession, requireBegun } from '../http/sign-in.ts'
import { attemptSubject } from '../store/attempt.ts'
import { audit } from '../store/audit.ts'
import { deletePendingLogin } from '../store/pending-login.ts'
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionByToken,
  listSessions,
} from '../store/session.ts'
import { trip } from '../store/trip.ts'

/** Who is signed in here, and proving it anew. */
export const session = new Hono<AppEnv>()
  .get('/', requireSession(), (c) => c.json(describe(c.var.caller)))
  .post('/step-up', requireSession(), body(StepUp), async (c) => {
    const proof = c.req.valid('json')
    const { caller } = c.var
    if (proof.method === 'password') {
      // A password was proved to begin with: where there is a factor, it is the factor that is missing.
      if (hasFactor(caller.factors)) throw new ProblemError('forbidden')
      const { settled } = await checkPassword(c, {
        username: caller.user.username,
        password: proof.password,
        action: 'step-up',
        also: () => ({}),
      })
      requireBegun(await beginSession(c, successor(caller, null), { before: settled }))
      return c.json(describe(renewed(c, caller, caller.session.amr)))
    }
    const kind = kinds[proof.method]
    const { user, policy } = caller
    const { prover, shut } = await trip(
      c.env.DB,
      await factorQueries(c.env.DB, kind, caller.proof, proof.code),
    )
    const throttle = attemptSubject.factor(kind.method, user.id)
    const attempt = { kind, prover, throttle, shut, user, policy, action: 'step-up' as const }
    const factor = await checkFactor(c, attempt, {})
    requireBegun(await beginSession(c, successor(caller, factor)))
    return c.json(describe(renewed(c, caller, ['pwd', kind.amr, 'mfa'])))
  })

/** The session as it is after proving anew. */
const renewed = (c: AppContext, caller: SignedIn, amr: string[]): SignedIn => ({
  ...caller,
  session: { ...caller.session, amr, authTime: c.var.now, createdAt: c.var.now },
})

/** A new session in place of the former: a new token at every authentication (ASVS 7.2.4). */
const successor = ({ user, policy, session: former }: SignedIn, factor: ProvedFactor | null) => ({
  user,
  policy,
  action: 'step-up' as const,
  factor,
  formerSessionId: former.id,
})

const describe = ({ user, policy, session: { amr, authTime, ...rest } }: SignedIn): Session => ({
  user: {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    role: user.role,
    mfaRequired: user.mfaRequired,
  },
  amr,
  authTime,
  expiresAt: expiresAt({ amr, authTime, ...rest }, policy),
})

/** The browsers in which I am signed in. */
export const sessions = new Hono<AppEnv>()
  .get('/', requireSession(), async (c) => {
    const { user, session: current, policy } = c.var.caller
    const since = { seen: c.var.now - policy.idleSeconds, created: c.var.now - policy.maxSeconds }
    const { listed } = await trip(c.env.DB, { listed: listSessions(c.env.DB, user.id, since) })
    const mine: MySession[] = listed.map((one) => ({ ...one, current: one.id === current.id }))
    return c.json({ sessions: mine })
  })
  .delete('/', requireSession(), async (c) => {
    const { user, session: current } = c.var.caller
    await trip(c.env.DB, {
      ended: deleteOtherSessions(c.env.DB, current.id, user.id),
      audit: audit(c.env.DB, auditOf(c, user.id, 'session-ended', 'others'), c.var.now),
    })
    return c.body(null, 204)
  })
  .delete('/:id', requireSession(), params(v.object({ id })), async (c) => {
    const { user } = c.var.caller
    const { ended } = await trip(c.env.DB, {
      ended: deleteSession(c.env.DB, c.req.valid('param').id, user.id),
      audit: audit(c.env.DB, auditOf(c, user.id, 'session-ended', 'one'), c.var.now),
    })
    if (!ended) throw new ProblemError('not_found')
    return c.body(null, 204)
  })

/** Signing out works whatever state the session is in, and also gives up a pending login. */
export const logout = new Hono<AppEnv>().post('/', async (c) => {
  await endHere(c)
  clearCookie(c, cookies.session)
  clearCookie(c, cookies.pending)
  // The portal's pages leave the cache, and with it the back button. 'storage' and 'cookies' would take
  // the authenticator's tokens and the trust in this browser along: they belong to the origin as well.
  c.header('clear-site-data', '"cache"')
  return c.body(null, 204)
})

const endHere = async (c: AppContext): Promise<void> => {
  const [signedIn, held] = [
    await cookieHash(c, cookies.session),
    await cookieHash(c, cookies.pending),
  ]
  const { userId } = await trip(c.env.DB, {
    userId: signedIn && deleteSessionByToken(c.env.DB, signedIn),
    pending: held && deletePendingLogin(c.env.DB, held),
  })
  if (userId)
    await trip(c.env.DB, {
      audit: audit(c.env.DB, auditOf(c, userId, 'sign-out', 'done'), c.var.now),
    })
}
