import { Hono } from 'hono'
import { Login, LoginFactor } from '../../schema/api/login.ts'
import { hasFactor } from '../domain/factor.ts'
import { nextStep } from '../domain/login.ts'
import { type Policy, policyFor } from '../domain/policy.ts'
import { judgeTrust } from '../domain/trusted-browser.ts'
import type { FactorKind } from '../factor/kind.ts'
import { kindOfCode, kinds } from '../factor/kinds.ts'
import { body } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { cookieHash, cookies } from '../http/cookie.ts'
import { checkFactor, factorQueries } from '../http/factor-check.ts'
import { findPending, requirePending } from '../http/guard.ts'
import { checkPassword } from '../http/password-check.ts'
import { answer, hold, pendingAnswer } from '../http/pending-login.ts'
import { ProblemError } from '../http/problem.ts'
import { beginSession, requireBegun, type SignIn } from '../http/sign-in.ts'
import { grantOf, presentedTrust, readPresented, trustIncident } from '../http/trust.ts'
import { attemptSubject } from '../store/attempt.ts'
import { listFactors } from '../store/factor.ts'
import { readSettings } from '../store/setting.ts'
import type { UserRecord } from '../store/user.ts'

/** Signing in: in one step with a code, or in two by way of a pending login. */
export const login = new Hono<AppEnv>()
  .post('/', body(Login), async (c) => {
    const request = c.req.valid('json')
    const proved = await provePassword(c, request)
    const { user, policy, settled } = proved
    const begin = (grounds: Partial<SignIn>) =>
      beginSession(c, { user, policy, action: 'sign-in', ...grounds }, { before: settled })
    switch (nextStep(policy, hasFactor(proved.factors), proved.trustState === 'valid')) {
      case 'password-suffices':
        requireBegun(await begin({}))
        return c.json(answer('authenticated', policy))
      case 'trust-suffices':
        if ((await begin({ trusted: proved.trust })) === 'began')
          return c.json(answer('authenticated', policy))
        // Revoked between the two trips: the factor it is.
        return c.json(await hold(c, { ...proved, settled: {} }, 'factor'))
      case 'enrollment':
        return c.json(await hold(c, proved, 'enrollment'))
      case 'factor': {
        if (!proved.code) return c.json(await hold(c, proved, 'factor'))
        const attempt = { ...proved.code, ...against(proved, proved.code.kind) }
        const factor = await checkFactor(c, attempt, settled)
        requireBegun(
          await begin({ factor, grantTrust: grantOf(policy, request.trust, proved.trust) }),
        )
        return c.json(answer('authenticated', policy))
      }
    }
  })
  .get('/', requirePending(), (c) => {
    const { pending, factors, policy } = c.var.caller
    return c.json(pendingAnswer(pending.purpose, factors, policy))
  })
  .post('/factor', body(LoginFactor), async (c) => {
    const { method, code, trust: wish } = c.req.valid('json')
    const kind = kinds[method]
    const trustHash = await cookieHash(c, cookies.trust)
    const { pending: caller, also } = await findPending(c, async (proof) => ({
      ...(await factorQueries(c.env.DB, kind, proof, code)),
      presented: readPresented(c, trustHash),
    }))
    if (!caller) throw new ProblemError('expired')
    if (caller.pending.purpose !== 'factor') throw new ProblemError('enrollment_required')
    const { user, policy, pending } = caller
    const factor = await checkFactor(c, { ...also, ...against(caller, kind) }, {})
    const grantTrust = grantOf(policy, wish, presentedTrust(also.presented, trustHash))
    const grounds = { factor, grantTrust, pendingId: pending.id }
    requireBegun(await beginSession(c, { user, policy, action: 'sign-in', ...grounds }))
    return c.json(answer('authenticated', policy))
  })

/** The first trip and the hash: who this is, what policy asks of them, and what else they brought. */
const provePassword = async (
  c: AppContext,
  request: { username: string; password: string; code?: string | undefined },
) => {
  const { code } = request
  const kind = code === undefined ? null : kindOfCode(code)
  const trustHash = await cookieHash(c, cookies.trust)
  const { user, settled, also } = await checkPassword(c, {
    ...request,
    action: 'sign-in',
    also: async (username) => ({
      settings: readSettings(c.env.DB),
      factors: listFactors(c.env.DB, username),
      presented: readPresented(c, trustHash),
      ...(kind && code !== undefined && (await factorQueries(c.env.DB, kind, username, code))),
    }),
  })
  const trustState = judgeTrust(also.presented, user, c.var.origin.network, c.var.now)
  return {
    user,
    policy: policyFor(also.settings, user),
    factors: also.factors,
    trust: presentedTrust(also.presented, trustHash),
    trustState,
    code: kind && also.prover ? { kind, prover: also.prover, shut: also.shut } : null,
    settled: { ...settled, ...trustIncident(c, user, trustState, also.presented) },
  }
}

/** Whom a code is checked for, and what its failures count against. */
const against = ({ user, policy }: { user: UserRecord; policy: Policy }, kind: FactorKind) => ({
  kind,
  user,
  policy,
  throttle: attemptSubject.factor(kind.method, user.id),
  action: 'sign-in' as const,
})
