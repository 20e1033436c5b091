import { Hono } from 'hono'
import { type Method, methods } from '../../schema/api/factor.ts'
import { Login, type LoginAnswer, LoginFactor } from '../../schema/api/login.ts'
import { newToken } from '../crypto/token.ts'
import { nextStep } from '../domain/login.ts'
import { type Policy, policyFor } from '../domain/policy.ts'
import { pendingLoginSeconds } from '../domain/session.ts'
import { judgeTrust, type PresentedTrust, type TrustState } from '../domain/trusted-browser.ts'
import type { FactorKind } from '../factor/kind.ts'
import { kindOfCode, kinds } from '../factor/kinds.ts'
import { auditOf } from '../http/audit.ts'
import { body } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { cookieHash, cookies, writeCookie } from '../http/cookie.ts'
import { checkFactor, factorQueries } from '../http/factor-check.ts'
import { findPending, hasFactor, requirePending } from '../http/guard.ts'
import { checkPassword } from '../http/password-check.ts'
import { ProblemError } from '../http/problem.ts'
import { beginSession, requireBegun, type SignIn } from '../http/sign-in.ts'
import { attemptSubject } from '../store/attempt.ts'
import { audit } from '../store/audit.ts'
import { type FactorRecord, listFactors } from '../store/factor.ts'
import { insertPendingLogin } from '../store/pending-login.ts'
import { readSettings } from '../store/setting.ts'
import { type Query, trip } from '../store/trip.ts'
import { deleteTrust, readTrust } from '../store/trusted-browser.ts'
import type { UserRecord } from '../store/user.ts'

/** Signing in: in one step with a code, or in two by way of a pending login. */
export const login = new Hono<AppEnv>()
  .post('/', body(Login), async (c) => {
    const request = c.req.valid('json')
    const proved = await provePassword(c, request)
    const { user, policy, factors, settled } = proved
    const step = nextStep(policy, hasFactor(factors), proved.trustState === 'valid')
    const begin = (parts: Partial<SignIn>) =>
      beginSession(c, { ...bareSignIn(user, policy), ...parts }, { before: settled })
    switch (step) {
      case 'password-suffices':
        requireBegun(await begin({}))
        return c.json(answer('authenticated', [], false))
      case 'trust-suffices':
        if ((await begin({ trusted: proved.presented })) === 'began')
          return c.json(answer('authenticated', [], false))
        // Revoked between the two trips: the factor it is.
        return c.json(await hold(c, proved, 'factor'))
      case 'enrollment':
        return c.json(await hold(c, proved, 'enrollment'))
      case 'factor': {
        if (!proved.code) return c.json(await hold(c, proved, 'factor'))
        const attempt = { ...proved.code, ...subject(proved, proved.code.kind) }
        const factor = await checkFactor(c, attempt, settled)
        const grantTrust = grantOf(policy, request.trust, proved.presented)
        requireBegun(await begin({ factor, grantTrust }))
        return c.json(answer('authenticated', [], policy.mayTrust))
      }
    }
  })
  .get('/', requirePending(), (c) => {
    const { pending, factors, policy } = c.var.caller
    return c.json(pendingAnswer(pending.purpose, factors, policy))
  })
  .post('/factor', body(LoginFactor), async (c) => {
    const { method, code, trust } = c.req.valid('json')
    const kind = kinds[method]
    const trustHash = await cookieHash(c, cookies.trust)
    const { pending: caller, also } = await findPending(c, async (proof) => ({
      ...(await factorQueries(c.env.DB, kind, proof, code)),
      presented: readPresented(c, trustHash),
    }))
    if (!caller) throw new ProblemError('expired')
    if (caller.pending.purpose !== 'factor') throw new ProblemError('enrollment_required')
    const { user, policy } = caller
    const factor = await checkFactor(c, { ...also, ...subject(caller, kind) }, {})
    const begun = await beginSession(c, {
      ...bareSignIn(user, policy),
      factor,
      grantTrust: grantOf(policy, trust, withHash(also.presented, trustHash)),
      pendingId: caller.pending.id,
    })
    requireBegun(begun)
    return c.json(answer('authenticated', [], policy.mayTrust))
  })

/** The first trip and the hash: who this is, what policy asks of them, and what else they brought. */
const provePassword = async (c: AppContext, request: { username: string; password: string; code?: string | undefined }) => {
  const { code } = request
  const kind = code === undefined ? null : kindOfCode(code)
  const hash = await cookieHash(c, cookies.trust)
  const { user, settled, also } = await checkPassword(c, {
    ...request,
    action: 'sign-in',
    also: async (username) => ({
      settings: readSettings(c.env.DB),
      factors: listFactors(c.env.DB, username),
      presented: readPresented(c, hash),
      ...(kind && code !== undefined && (await factorQueries(c.env.DB, kind, username, code))),
    }),
  })
  const policy = policyFor(also.settings, user)
  const trustState = judgeTrust(also.presented, user, c.var.origin.network, c.var.now)
  return {
    user,
    policy,
    factors: also.factors,
    presented: withHash(also.presented, hash),
    trustState,
    code: kind && also.prover ? { kind, prover: also.prover, shut: also.shut ?? 0 } : null,
    settled: { ...settled, ...trustIncident(c, user, trustState, also.presented) },
  }
}

/** A trust token that should not have come. Whoever holds a stolen family loses it with its owner. */
const trustIncident = (
  c: AppContext,
  user: UserRecord,
  state: TrustState,
  presented: PresentedTrust | null,
): Record<string, Query<unknown>> => {
  const line = (action: 'trust-stolen' | 'trust-foreign') =>
    audit(c.env.DB, auditOf(c, user.id, action, 'refused'), c.var.now)
  if (state === 'foreign') return { foreignTrust: line('trust-foreign') }
  if (state !== 'stolen' || !presented) return {}
  return {
    stolenTrust: line('trust-stolen'),
    revokedTrust: deleteTrust(c.env.DB, presented.browserId, user.id),
  }
}

type Held = {
  user: UserRecord
  policy: Policy
  factors: FactorRecord[]
  settled: Record<string, Query<unknown>>
}

/** Begins a pending login: the password is proved, and opens nothing but what comes next. */
const hold = async (
  c: AppContext,
  { user, policy, factors, settled }: Held,
  purpose: 'factor' | 'enrollment',
): Promise<LoginAnswer> => {
  const token = await newToken()
  const pending = {
    id: crypto.randomUUID(),
    tokenHash: token.hash,
    userId: user.id,
    securityStamp: user.securityStamp,
    purpose,
    expiresAt: c.var.now + pendingLoginSeconds,
  }
  const line = auditOf(c, user.id, 'sign-in', `password:${purpose}-required`)
  const { held } = await trip(c.env.DB, {
    ...settled,
    held: insertPendingLogin(c.env.DB, pending, c.var.now),
    audit: audit(c.env.DB, line, c.var.now),
  })
  if (!held) throw new ProblemError('invalid_credentials')
  writeCookie(c, cookies.pending, token.text, pendingLoginSeconds)
  return pendingAnswer(purpose, factors, policy)
}

const bareSignIn = (user: UserRecord, policy: Policy): SignIn => ({
  id: crypto.randomUUID(),
  user,
  policy,
  action: 'sign-in',
  factor: null,
  trusted: null,
  grantTrust: null,
  pendingId: null,
  formerSessionId: null,
})

const subject = ({ user, policy }: { user: UserRecord; policy: Policy }, kind: FactorKind) => ({
  kind,
  user,
  policy,
  throttle: attemptSubject.factor(kind.method, user.id),
  action: 'sign-in' as const,
})

const readPresented = (c: AppContext, hash: ArrayBuffer | null) =>
  hash && readTrust(c.env.DB, hash)

const withHash = (presented: PresentedTrust | null, hash: ArrayBuffer | null) =>
  presented && hash && { presented, hash }

/** Asked for and allowed. Where it is not allowed the wish is passed over: the form never offered it. */
const grantOf = (
  policy: Policy,
  wish: boolean | undefined,
  held: { presented: PresentedTrust } | null,
): SignIn['grantTrust'] =>
  wish && policy.mayTrust ? { replaces: held?.presented.browserId ?? null } : null

const pendingAnswer = (
  purpose: 'factor' | 'enrollment',
  factors: FactorRecord[],
  policy: Policy,
): LoginAnswer =>
  purpose === 'factor'
    ? answer('factor_required', enrolledMethods(factors), policy.mayTrust)
    : answer('enrollment_required', ['totp'], policy.mayTrust)

const enrolledMethods = (factors: FactorRecord[]): Method[] =>
  methods.filter((method) => factors.some((factor) => factor.method === method))

const answer = (
  status: LoginAnswer['status'],
  offered: Method[],
  canTrust: boolean,
): LoginAnswer => ({ status, methods: offered, canTrust })
