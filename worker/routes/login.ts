import { Hono } from 'hono'
import { Login, LoginFactor, LoginTicket } from '../../schema/api/login.ts'
import { nextStep } from '../domain/login.ts'
import { forDevice, policyFor } from '../domain/policy.ts'
import { judgeTrust } from '../domain/trusted-browser.ts'
import { kinds, kindsOfCode } from '../factor/kinds.ts'
import { loadOneTimeCode } from '../factor/pass.ts'
import { checkAnyFactor, checkFactor } from '../flow/factor-check.ts'
import { barrierOf, factorQueries, requireAccepted } from '../flow/factor.ts'
import { holdForDevice, openToDevice } from '../flow/registration.ts'
import { openByTicket, ticketKind } from '../flow/ticket.ts'
import { against, attemptsOf, codeQueries, codesRead } from '../flow/typed-code.ts'
import { checkPassword } from '../flow/password.ts'
import { answer, hold, pendingAnswer } from '../flow/pending-login.ts'
import { beginSession, requireBegun, type SignIn } from '../flow/session.ts'
import { grantOf, readPresented, trustIncident } from '../flow/trust.ts'
import { auditOf } from '../http/audit.ts'
import { body } from '../http/body.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { findPending, requirePending } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit } from '../store/audit.ts'
import { listFactors } from '../store/factor.ts'
import { listCallerGroups } from '../store/group.ts'
import { anyFreeToken } from '../store/hardware-token.ts'
import { readSettings } from '../store/setting.ts'
import { type Query, trip } from '../store/trip.ts'
import type { UserRecord } from '../store/user.ts'

/** Signing in: in one step with a code, or in two by way of a pending login. */
export const login = new Hono<AppEnv>()
  .post('/', body(Login), async (c) => {
    const request = c.req.valid('json')
    const proved = await provePassword(c, request)
    const { user, policy, settled } = proved
    const begin = (grounds: Partial<SignIn>) =>
      beginSession(c, { user, policy, action: 'sign-in', ...grounds }, settled)
    const step = nextStep(policy, proved.factors, proved.trustState === 'valid')
    switch (step) {
      case 'password-suffices':
        requireBegun(await begin({}))
        return c.json(answer('authenticated', policy))
      case 'trust-suffices':
        if ((await begin({ trusted: proved.trust })).kind === 'began')
          return c.json(answer('authenticated', policy))
        // Revoked between the two trips: the factor it is.
        return c.json(await hold(c, { ...proved, settled: {} }, 'factor'))
      case 'enrollment':
      case 'ticket':
        return c.json(await hold(c, proved, step))
      case 'blocked':
        throw await refuseBlocked(c, proved)
      case 'registration': {
        const typed = proved.codes?.find(({ kind }) => kind.method === 'totp')
        if (!typed) return c.json(await hold(c, proved, 'factor'))
        const factor = await checkFactor(
          c,
          { ...typed, ...against(proved, typed.kind, 'sign-in') },
          settled,
        )
        return c.json(await holdForDevice(c, proved, factor))
      }
      case 'factor': {
        if (!proved.codes) return c.json(await hold(c, proved, 'factor'))
        const [first, ...others] = attemptsOf(proved, proved.codes, 'sign-in')
        if (!first) throw await refuseBlocked(c, proved)
        const factor = await checkAnyFactor(c, [first, ...others], settled)
        const grantTrust = grantOf(c, policy, request.trust, factor.method)
        requireBegun(await begin({ factor, grantTrust }))
        return c.json(answer('authenticated', policy))
      }
    }
  })
  .get('/', requirePending(), (c) => {
    const { pending, factors, policy } = c.var.caller
    return c.json(pendingAnswer(pending, factors, policy))
  })
  .post('/ticket', body(LoginTicket), async (c) => {
    const { ticket: code } = c.req.valid('json')
    const { config, now } = c.var
    const { pending: caller, also } = await findPending(c, async (proof) => ({
      prover: await loadOneTimeCode(c.env.DB, 'ticket', {
        caller: proof,
        code,
        now,
        masterKeys: config.masterKeys,
      }),
      barrier: barrierOf(c, proof, { method: 'ticket' }),
    }))
    if (!caller) throw new ProblemError('expired')
    if (caller.pending.purpose !== 'ticket') throw new ProblemError('forbidden')
    const factor = await checkFactor(c, { ...also, ...against(caller, ticketKind, 'sign-in') })
    await openByTicket(c, caller, factor)
    const { id } = caller.pending
    return c.json(pendingAnswer({ id, purpose: 'enrollment' }, caller.factors, caller.policy))
  })
  .post('/factor', body(LoginFactor), async (c) => {
    const { method, code, nextCode, trust } = c.req.valid('json')
    const kind = kinds[method]
    const { pending: caller, also } = await findPending(c, (proof) =>
      factorQueries(c, kind, proof, { code, nextCode }),
    )
    if (!caller) throw new ProblemError('expired')
    if (caller.pending.purpose !== 'factor') throw new ProblemError('enrollment_required')
    const { user, policy, pending, factors } = caller
    if (method === 'totp' && nextStep(policy, factors, false) === 'registration') {
      await openToDevice(
        c,
        caller,
        await checkFactor(c, { ...also, ...against(caller, kind, 'sign-in') }),
      )
      const opened = { id: pending.id, purpose: 'enrollment' } as const
      return c.json(pendingAnswer(opened, factors, forDevice(policy)))
    }
    requireAccepted(caller, method)
    const factor = await checkFactor(c, { ...also, ...against(caller, kind, 'sign-in') })
    const grounds = { factor, grantTrust: grantOf(c, policy, trust, method), pendingId: pending.id }
    requireBegun(await beginSession(c, { user, policy, action: 'sign-in', ...grounds }))
    return c.json(answer('authenticated', policy))
  })

/** The first trip and the hash: who this is, what policy asks of them, and what else they brought. */
const provePassword = async (
  c: AppContext,
  request: { username: string; password: string; code?: string | undefined },
) => {
  const { code } = request
  const kindsAsked = code === undefined ? [] : kindsOfCode(code)
  const { user, settled, also } = await checkPassword(c, {
    ...request,
    action: 'sign-in',
    also: async (username) => ({
      settings: readSettings(c.env.DB),
      groups: listCallerGroups(c.env.DB, username),
      factors: listFactors(c.env.DB, username, c.var.now),
      freeTokens: anyFreeToken(c.env.DB),
      presented: readPresented(c),
      ...(await codeQueries(c, kindsAsked, username, code ?? '')),
    }),
  })
  const { presented } = also
  const hash = c.var.tokens.trust
  const policy = policyFor(also.settings, user, also.groups, also.freeTokens)
  const { network } = c.var.visitor
  const { trustSeconds } = policy
  const trustState = judgeTrust(presented, user, { network, trustSeconds }, c.var.now)
  return {
    user,
    policy,
    factors: also.factors,
    trust: presented && hash && { presented, hash },
    trustState,
    codes: code === undefined ? null : codesRead(kindsAsked, also),
    settled: { ...settled, ...trustIncident(c, user, trustState, presented) },
  }
}

/** The password is right, and no second factor of this person is accepted. */
const refuseBlocked = async (
  c: AppContext,
  { user, settled }: { user: UserRecord; settled: Record<string, Query<unknown>> },
): Promise<ProblemError> => {
  const line = auditOf(c, { action: 'sign-in', outcome: 'password:blocked', actorId: user.id })
  await trip(c.env.DB, settled, { audit: audit(c.env.DB, line, c.var.now) })
  return new ProblemError('factor_not_allowed', {
    detail: 'Your organization accepts none of your second factors. Ask an administrator.',
  })
}
