import type { AuditAction } from '../../schema/api/audit.ts'
import { hashPassword, verifyPassword } from '../crypto/password.ts'
import { networkSchedule, passwordSchedule, shutAt } from '../domain/attempt.ts'
import { refusePasswordLogin } from '../domain/login.ts'
import { canonicalUsername } from '../domain/username.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { countAttempt, forgive, giveBack } from '../store/attempt.ts'
import { audit, auditThrottled } from '../store/audit.ts'
import { reservePassword } from '../store/password-attempt.ts'
import { type Query, trip } from '../store/trip.ts'
import { readPasswordHash, upgradePasswordHash } from '../store/password.ts'
import { readCaller, type UserRecord } from '../store/user.ts'
import { passwordSubject } from './attempt-subject.ts'
import { justShut, networkOf, shutProblem } from './factor.ts'

export type PasswordAttempt<Q> = {
  username: string
  password: string
  action: AuditAction
  /** A count of one's own, in place of everybody's for that username. */
  throttle?: string
  /** What else the first trip should bring, asked by canonical username. */
  also: (username: string) => Q | Promise<Q>
}

/** One way to read what was typed, at the cost of one hash. */
export type Reading = {
  password: string
  /** Whether nothing is left to find out once it fits. */
  ends: boolean
}

/** What stands before a password, and what is known of whose it is to be. */
type Reserved = {
  reserved: string | null
  until: number | null
  user: UserRecord | null
  stored: string | null
  counted: boolean | null
}

/**
 * Proves a password in one trip and one hash. The attempt is reserved before anything is hashed, so that
 * a burst in parallel cannot outrun the count. Unknown, wrong and disabled get one answer after one and
 * the same work (design rules 6 to 8).
 *
 * @returns the person, what the same trip brought, and `settled`: what the next trip must write because
 *   the password was right
 * @throws ProblemError too_many_attempts, unavailable or invalid_credentials
 */
export const checkPassword = async <Q extends Record<string, Query<unknown> | null | undefined>>(
  c: AppContext,
  attempt: PasswordAttempt<Q>,
) => {
  const found = await reservePasswordOf(c, attempt)
  const { password, action } = attempt
  const { user, settled } = await proveReserved(c, action, found, [{ password, ends: true }])
  return { user, settled, also: found }
}

/**
 * As `checkPassword`, of what was reserved already and may be read in several ways: one attempt, whatever
 * is tried.
 *
 * @param readings each costs a hash, until one fits that `ends` it
 * @returns also the first that fits
 */
export const proveReserved = async <R extends Reading>(
  c: AppContext,
  action: AuditAction,
  { reserved, until, user, stored, counted }: Reserved,
  readings: readonly R[],
) => {
  const network = networkOf(c)
  const line = (outcome: string) =>
    auditOf(c, { action, outcome: `password:${outcome}`, actorId: user?.id ?? null })
  if (reserved === null) {
    await trip(c.env.DB, { audit: auditThrottled(c.env.DB, line('throttled'), c.var.now) })
    throw shutProblem(shutAt(until, c.var.now) ?? justShut)
  }
  // Who was not counted has nothing to take back: what others have shut stays shut.
  const networkBack =
    counted && network !== null ? { networkBack: giveBack(c.env.DB, network, c.var.now) } : null
  const checked = await verifyReadings(c, stored, readings)
  if (checked.kind === 'busy') {
    // What was tried is an attempt, whatever else was not.
    if (!checked.tried)
      await trip(c.env.DB, { back: giveBack(c.env.DB, reserved, c.var.now) }, networkBack)
    throw new ProblemError('unavailable', { retryAfter: 1 })
  }
  const { reading, outdated } = checked
  const reason = refusePasswordLogin(user, reading !== null)
  if (reason || !user || stored === null || !reading) {
    await trip(c.env.DB, { audit: audit(c.env.DB, line(reason ?? 'unknown-user'), c.var.now) })
    throw new ProblemError('invalid_credentials')
  }
  const upgraded = outdated ? await upgrade(c, user, stored, reading.password) : null
  const settled: Record<string, Query<unknown>> = {
    forgivenPassword: forgive(c.env.DB, reserved),
    ...networkBack,
    ...(upgraded && { upgraded }),
  }
  return { user, settled, reading }
}

/** The first reading that fits; the others are tried all the same, up to one that ends it. */
const verifyReadings = async <R extends Reading>(
  c: AppContext,
  stored: string | null,
  readings: readonly R[],
) => {
  let fitting: R | null = null
  let outdated = false
  for (const [i, reading] of readings.entries()) {
    const checked = await verifyPassword(c.var.config.peppers, stored, reading.password)
    if (checked.kind === 'busy') return { ...checked, tried: i > 0 }
    outdated ||= checked.outdated
    if (checked.matches) fitting ??= reading
    if (checked.matches && reading.ends) break
  }
  return { kind: 'checked' as const, reading: fitting, outdated }
}

/** The first trip: reserves the attempt, and reads whom it is for. */
export const reservePasswordOf = async <
  Q extends Record<string, Query<unknown> | null | undefined>,
>(
  c: AppContext,
  { username: typed, throttle, also }: Omit<PasswordAttempt<Q>, 'password' | 'action'>,
) => {
  const db = c.env.DB
  const network = networkOf(c)
  // What cannot be a username is looked up all the same: nobody has it, and nobody can tell.
  const username = canonicalUsername(typed) ?? typed
  const account = throttle ?? (await passwordSubject(username))
  // A count of one's own knows no neighbors: neither strangers nor the network can shut it.
  const lane = throttle
    ? { network: null, knownHash: null }
    : { network, knownHash: c.var.tokens.known }
  return trip(
    db,
    reservePassword(db, { username, account, ...lane }, passwordSchedule, c.var.now),
    { user: readCaller(db, username), stored: readPasswordHash(db, username) },
    await also(username),
    // Last: the hundredth of a network is still looked at, and shuts it.
    { counted: network === null ? null : countAttempt(db, network, networkSchedule, c.var.now) },
  )
}

/** Parameters or pepper have changed since this hash was made; only now is the password at hand. */
const upgrade = async (c: AppContext, user: UserRecord, stored: string, password: string) => {
  const upgraded = await hashPassword(c.var.config.peppers, password)
  return upgraded && upgradePasswordHash(c.env.DB, user.id, stored, upgraded)
}
