import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Settings } from '../../schema/policy.ts'
import { type Action, reachOf, ruleOf } from '../domain/authority.ts'
import { hasFactor } from '../domain/factor.ts'
import { mayAddFactor, startsWithNothing, usableFactors } from '../domain/login.ts'
import { forDevice, type Policy, type PolicyGroup, policyFor } from '../domain/policy.ts'
import { isLive, needsStepUp, type SessionRecord } from '../domain/session.ts'
import { auditThrottled } from '../store/audit.ts'
import { type FactorRecord, listFactors } from '../store/factor.ts'
import { listCallerGroups } from '../store/group.ts'
import { anyFreeToken } from '../store/hardware-token.ts'
import { type PendingLogin, readPendingLogin } from '../store/pending-login.ts'
import { readSession, touchSession } from '../store/session.ts'
import { readSettings } from '../store/setting.ts'
import { type Query, trip } from '../store/trip.ts'
import { readCaller, type UserRecord } from '../store/user.ts'
import { auditOf } from './audit.ts'
import type { AppContext, AppEnv } from './context.ts'
import { ProblemError } from './problem.ts'

/** Whoever is asking, as far as this request has proved. */
export type Caller = {
  user: UserRecord
  settings: Settings
  policy: Policy
  /** Theirs, the strongest first, that of everybody among them. */
  groups: PolicyGroup[]
  factors: FactorRecord[]
  /** The hash of the token that proves it: what a store asks `caller` with. */
  proof: ArrayBuffer
}
export type SignedIn = Caller & { session: SessionRecord }
export type Pending = Caller & { pending: PendingLogin }
/** Somebody who may enroll: signed in, or held at the door until they do. */
export type Enrollee = Caller & { session: SessionRecord | null; pending: PendingLogin | null }

type Vars<T> = AppEnv & { Variables: { caller: T } }
export type SessionEnv = Vars<SignedIn>
/** The context of a route behind `requireSession`. */
export type SessionContext = Pick<Context<SessionEnv>, 'req' | 'env' | 'var' | 'header'>
export type PendingEnv = Vars<Pending>
export type EnrolleeEnv = Vars<Enrollee>

/**
 * A full session, or 401. One trip to D1. Who must choose a new password gets nowhere else, but for what
 * `beforePasswordChange` leads there.
 */
export const requireSession = ({ beforePasswordChange = false } = {}) =>
  createMiddleware<SessionEnv>(async (c, next) => {
    const found = await findSession(c, () => ({}))
    if (!found) throw new ProblemError('unauthenticated')
    if (!beforePasswordChange) refuseOldPassword(found.caller)
    c.set('caller', found.caller)
    await next()
  })

/** A pending login, or 401. One trip to D1. */
export const requirePending = () =>
  createMiddleware<PendingEnv>(async (c, next) => {
    const { pending } = await findPending(c, () => ({}))
    if (!pending) throw new ProblemError('expired')
    c.set('caller', pending)
    await next()
  })

/**
 * Somebody signed in, with what else the same trip should bring; also before a new password is chosen.
 * @throws ProblemError unauthenticated
 */
export const findSignedIn = async <Q extends Record<string, Query<unknown> | null>>(
  c: AppContext,
  also: (proof: ArrayBuffer) => Q | Promise<Q>,
) => {
  const found = await findSession(c, also)
  if (!found) throw new ProblemError('unauthenticated')
  return found
}

/** As `findEnrollee`, for a route that has nothing else to ask in the same trip. */
export const requireEnrollee = (asked: { fresh: boolean }) =>
  createMiddleware<EnrolleeEnv>(async (c, next) => {
    const { caller } = await findEnrollee(c, asked, () => ({}))
    c.set('caller', caller)
    await next()
  })

/**
 * Somebody signed in, or a pending login that must enroll. A pending login that has a factor must prove
 * it first: else whoever knows the password adds one of their own. To change anything (`fresh`), a
 * session must have been proved lately.
 *
 * @param also what else the same trip should bring, asked by what proves the caller
 * @throws ProblemError unauthenticated, forbidden, step_up_required or password_change_required
 */
export const findEnrollee = async <Q extends Record<string, Query<unknown> | null>>(
  c: AppContext,
  { fresh }: { fresh: boolean },
  also: (proof: ArrayBuffer) => Q | Promise<Q>,
) => {
  const signedIn = await findSession(c, also)
  if (signedIn) {
    if (fresh) {
      refuseOldPassword(signedIn.caller)
      refuseStale(signedIn.caller, c.var.now)
      refuseUnlessSelfEnrolling(signedIn.caller.policy)
      if (!mayAddFactor(signedIn.caller.policy, signedIn.caller.factors))
        throw new ProblemError('forbidden')
    }
    const caller: Enrollee = { ...signedIn.caller, pending: null }
    return { caller, also: signedIn.also }
  }
  const { pending: held, also: found } = await findPending(c, also)
  if (!held || !found) throw new ProblemError('unauthenticated')
  if (held.pending.purpose !== 'enrollment' || !mayEnrollAtDoor(held))
    throw new ProblemError('forbidden')
  const caller: Enrollee = { ...held, session: null }
  return { caller, also: found }
}

/**
 * After `requireSession`: somebody who may do this to anybody at all, as freshly proved as it asks for;
 * or 403. Whether to this very person, the route asks once it knows whom (flow/authority.ts).
 */
export const authorize = (action: Action) =>
  createMiddleware<SessionEnv>(async (c, next) => {
    const { caller } = c.var
    if (reachOf(caller.user.role, action).length === 0) {
      await auditRefusal(c, action)
      throw new ProblemError('forbidden')
    }
    if (ruleOf(action).fresh) refuseStale(caller, c.var.now)
    await next()
  })

/** Somebody reached for what is not theirs (ASVS 16.3.2). */
export const auditRefusal = async (c: SessionContext, action: Action, targetId?: string) => {
  const happening = { action: 'authority-refused', outcome: action } as const
  const actorId = c.var.caller.user.id
  const line = auditOf(c, { ...happening, actorId, ...(targetId && { subjectId: targetId }) })
  await trip(c.env.DB, { refusal: auditThrottled(c.env.DB, line, c.var.now) })
}

/** After `requireSession`: for dangerous actions, or 403 `step_up_required`. */
export const requireFresh = () =>
  createMiddleware<SessionEnv>(async (c, next) => {
    refuseStale(c.var.caller, c.var.now)
    await next()
  })

/**
 * A ticket may be asked for since this sign-in was held without one; and the code of an app that counts no
 * more opens nothing beside a factor that has come to count since.
 */
const mayEnrollAtDoor = ({ policy, factors, pending }: Pending): boolean =>
  (pending.proved && usableFactors(policy, factors).length === 0) ||
  (startsWithNothing(policy, factors) && (!policy.needsTicket || pending.ticketed))

const refuseOldPassword = ({ user }: SignedIn): void => {
  if (user.mustChangePassword) throw new ProblemError('password_change_required')
}

/** @throws ProblemError forbidden where administrators manage this person's factors */
export const refuseUnlessSelfEnrolling = (policy: Policy): void => {
  if (!policy.selfEnrollment)
    throw new ProblemError('forbidden', {
      detail: 'Administrators manage your second factors.',
    })
}

const refuseStale = ({ session, factors, policy }: SignedIn, now: number): void => {
  if (needsStepUp(session, hasFactor(factors), policy, now))
    throw new ProblemError('step_up_required')
}

/** As `findSignedIn`; null: nobody is signed in here, and what else was to come was not asked for. */
export const findSession = async <Q extends Record<string, Query<unknown> | null>>(
  c: AppContext,
  also: (proof: ArrayBuffer) => Q | Promise<Q>,
) => {
  const proof = c.var.tokens.session
  if (!proof) return null
  const found = await trip(
    c.env.DB,
    { session: readSession(c.env.DB, proof) },
    callerQueries(c.env.DB, proof, c.var.now),
    { touched: touchSession(c.env.DB, proof, c.var.now) },
    await also(proof),
  )
  const { session } = found
  const caller = toCaller(found, proof)
  if (!session || !caller || !isLive(session, caller.policy, c.var.now)) return null
  const signedIn: SignedIn = { ...caller, session }
  return { caller: signedIn, also: found }
}

/**
 * The pending login of this browser, with whatever else the same trip should bring: a route that spends
 * a code cannot afford a trip of its own for it.
 */
export const findPending = async <Q extends Record<string, Query<unknown> | null>>(
  c: AppContext,
  also: (proof: ArrayBuffer) => Q | Promise<Q>,
) => {
  const proof = c.var.tokens.pending
  if (!proof) return { pending: null, also: null }
  const found = await trip(
    c.env.DB,
    { pending: readPendingLogin(c.env.DB, proof, c.var.now) },
    callerQueries(c.env.DB, proof, c.var.now),
    await also(proof),
  )
  const caller = toCaller(found, proof)
  const { pending } = found
  if (!pending || !caller) return { pending: null, also: found }
  const policy = pending.proved ? forDevice(caller.policy) : caller.policy
  const held: Pending = { ...caller, policy, pending }
  return { pending: held, also: found }
}

const callerQueries = (db: D1Database, proof: ArrayBuffer, now: number) => ({
  settings: readSettings(db),
  groups: listCallerGroups(db, proof),
  user: readCaller(db, proof),
  factors: listFactors(db, proof, now),
  freeTokens: anyFreeToken(db),
})

type Found = {
  settings: Settings
  groups: PolicyGroup[]
  user: UserRecord | null
  factors: FactorRecord[]
  freeTokens: boolean
}

const toCaller = (found: Found, proof: ArrayBuffer): Caller | null => {
  const { settings, groups, user, factors, freeTokens } = found
  const policy = user && policyFor(settings, user, groups, freeTokens)
  return user && policy && { user, settings, groups, factors, proof, policy }
}
