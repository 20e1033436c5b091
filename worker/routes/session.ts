import { Hono } from 'hono'
import type { AuthenticationResponse } from '../../schema/api/passkey.ts'
import { type MySession, type Session, StepUp } from '../../schema/api/session.ts'
import { IdParam } from '../../schema/api/text.ts'
import { hasFactor } from '../domain/factor.ts'
import type { TypedCodes } from '../domain/hardware.ts'
import { expiresAt } from '../domain/session.ts'
import { kinds } from '../factor/kinds.ts'
import { checkFactor, factorQueries, type ProvedFactor, requireAccepted } from '../flow/factor.ts'
import { newChallenge } from '../flow/challenge.ts'
import { assertionQueries, provedBy, refuseAssertion, requestOptions } from '../flow/passkey.ts'
import { verifyAssertion } from '../flow/passkey-assertion.ts'
import { relyingPartyOf } from '../flow/relying-party.ts'
import { checkPassword } from '../flow/password.ts'
import { beginSession, requireBegun } from '../flow/session.ts'
import { auditOf } from '../http/audit.ts'
import { body, params } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { clearCookie } from '../http/cookie.ts'
import { cookies } from '../http/tokens.ts'
import { findSignedIn, requireSession, type SignedIn } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject } from '../store/attempt.ts'
import { audit, auditIf, auditSessionOwner } from '../store/audit.ts'
import { listPasskeys } from '../store/passkey.ts'
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
  .get('/', requireSession({ beforePasswordChange: true }), (c) => c.json(describe(c.var.caller)))
  .post('/step-up/options', async (c) => {
    const challenge = await newChallenge(c, 'step-up')
    const { caller, also } = await findSignedIn(c, (proof) => ({
      kept: challenge.kept(proof),
      mine: listPasskeys(c.env.DB, proof),
    }))
    challenge.handOut()
    return c.json(await requestOptions(c, caller.settings, challenge.bytes, also.mine))
  })
  .post('/step-up', requireSession({ beforePasswordChange: true }), body(StepUp), async (c) => {
    const proof = c.req.valid('json')
    const { caller } = c.var
    const proved =
      proof.method === 'password'
        ? await stepUpByPassword(c, caller, proof.password)
        : proof.method === 'passkey'
          ? await stepUpByPasskey(c, caller, proof.response)
          : { factor: await stepUpByFactor(c, caller, proof), settled: {} }
    const { user, policy, session: former } = caller
    const grounds = { user, policy, action: 'step-up' as const, factor: proved.factor, former }
    const begun = await beginSession(c, grounds, proved.settled)
    return c.json(describe({ ...caller, session: requireBegun(begun) }))
  })

/** A password was proved to begin with: where there is a factor, it is the factor that is missing. */
const stepUpByPassword = async (c: AppContext, caller: SignedIn, password: string) => {
  if (hasFactor(caller.factors)) throw new ProblemError('forbidden')
  const { user, settled } = await checkPassword(c, {
    username: caller.user.username,
    password,
    action: 'step-up',
    throttle: attemptSubject.session(caller.session.id),
    also: () => ({}),
  })
  if (user.id !== caller.user.id) throw new ProblemError('invalid_credentials')
  return { factor: null, settled }
}

/** The key alone: who sits here has shown more when they signed in. */
const stepUpByPasskey = async (
  c: AppContext,
  caller: SignedIn,
  response: AuthenticationResponse,
) => {
  const { user, settings } = caller
  requireAccepted(caller, 'passkey')
  const { until: _, ...question } = await trip(c.env.DB, assertionQueries(c, response))
  const party = relyingPartyOf(c, settings)
  const asked = { ...question, response, party, settings }
  const asserted = await verifyAssertion({ ...asked, purpose: 'step-up', userId: user.id })
  if (asserted.kind === 'refused')
    throw await refuseAssertion(c, 'step-up', asserted.reason, user.id)
  const { factor, before } = provedBy(c, asserted)
  return { factor, settled: before }
}

const stepUpByFactor = async (
  c: AppContext,
  { user, policy, proof, factors }: SignedIn,
  { method, ...typed }: TypedCodes & { method: keyof typeof kinds },
): Promise<ProvedFactor> => {
  const kind = kinds[method]
  requireAccepted({ policy, factors }, method)
  const queries = await factorQueries(c, kind, proof, typed)
  const { prover, barrier } = await trip(c.env.DB, queries)
  const throttle = attemptSubject.factor(method, user.id)
  return checkFactor(c, { kind, prover, throttle, barrier, user, policy, action: 'step-up' })
}

const describe = ({ user, policy, session: current }: SignedIn): Session => ({
  user: {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    role: user.role,
    mfaRequired: policy.mfaRequired,
  },
  amr: current.amr,
  authTime: current.authTime,
  expiresAt: expiresAt(current, policy),
  mustChangePassword: user.mustChangePassword,
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
    const line = auditOf(c, { action: 'session-ended', outcome: 'others', actorId: user.id })
    await trip(c.env.DB, {
      ended: deleteOtherSessions(c.env.DB, current.id, user.id),
      audit: audit(c.env.DB, line, c.var.now),
    })
    return c.body(null, 204)
  })
  .delete('/:id', requireSession(), params(IdParam), async (c) => {
    const { user } = c.var.caller
    const { id } = c.req.valid('param')
    const line = auditOf(c, { action: 'session-ended', outcome: 'one', actorId: user.id })
    const { ended } = await trip(c.env.DB, {
      audit: auditIf(c.env.DB, line, { when: 'session-exists', id }, c.var.now),
      ended: deleteSession(c.env.DB, id, user.id),
    })
    if (!ended) throw new ProblemError('not_found')
    return c.body(null, 204)
  })

/** Signing out works whatever state the session is in, and also gives up a pending login. */
export const logout = new Hono<AppEnv>().post('/', async (c) => {
  const { session: held, pending } = c.var.tokens
  const line = auditOf(c, { action: 'sign-out', outcome: 'done', actorId: null })
  await trip(c.env.DB, {
    audit: held && auditSessionOwner(c.env.DB, line, held, c.var.now),
    ended: held && deleteSessionByToken(c.env.DB, held),
    gaveUp: pending && deletePendingLogin(c.env.DB, pending),
  })
  clearCookie(c, cookies.session)
  clearCookie(c, cookies.pending)
  // The portal's pages leave the cache, and with it the back button. 'storage' and 'cookies' would take
  // the authenticator's tokens and the trust in this browser along: they belong to the origin as well.
  c.header('clear-site-data', '"cache"')
  return c.body(null, 204)
})
