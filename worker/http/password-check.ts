import { encodeBase64Url } from '../crypto/keyring.ts'
import { hashPassword, verifyPassword } from '../crypto/password.ts'
import { sha256 } from '../crypto/token.ts'
import { networkSchedule, passwordSchedule } from '../domain/attempt.ts'
import { refusePasswordLogin } from '../domain/login.ts'
import { canonicalUsername } from '../domain/username.ts'
import {
  attemptSubject,
  countAttempt,
  forgive,
  giveBack,
  reservePassword,
} from '../store/attempt.ts'
import { audit, type AuditAction, auditThrottled } from '../store/audit.ts'
import { type Query, trip, tripWith } from '../store/trip.ts'
import {
  readCaller,
  readPasswordHash,
  upgradePasswordHash,
  type UserRecord,
} from '../store/user.ts'
import { auditOf } from './audit.ts'
import type { AppContext } from './context.ts'
import { cookieHash, cookies } from './cookie.ts'
import { tooManyAttempts } from './factor-check.ts'
import { ProblemError } from './problem.ts'

type Extra = Record<string, Query<unknown> | null>

export type PasswordAttempt<Q extends Extra> = {
  username: string
  password: string
  action: AuditAction
  /** What else the first trip should bring; asked by canonical username and trust token. */
  also: (username: string, trustHash: ArrayBuffer | null) => Q | Promise<Q>
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
export const checkPassword = async <Q extends Extra>(
  c: AppContext,
  attempt: PasswordAttempt<Q>,
) => {
  const { reserved, until, user, stored, network, also } = await reserve(c, attempt)
  if (reserved === null) {
    const line = auditOf(c, null, attempt.action, 'password:throttled')
    await trip(c.env.DB, { audit: auditThrottled(c.env.DB, line, c.var.now) })
    throw tooManyAttempts(Math.max((until ?? 0) - c.var.now, 1))
  }
  const checked = await verifyPassword(c.var.config.peppers, stored, attempt.password)
  if (checked.kind === 'busy') {
    await trip(c.env.DB, {
      reserved: giveBack(c.env.DB, reserved),
      network: giveBack(c.env.DB, network),
    })
    throw new ProblemError('unavailable', { retryAfter: 1 })
  }
  const reason = refusePasswordLogin(user, checked.matches)
  if (reason || !user || stored === null) {
    const line = auditOf(c, user?.id ?? null, attempt.action, `password:${reason}`)
    await trip(c.env.DB, { audit: audit(c.env.DB, line, c.var.now) })
    throw new ProblemError('invalid_credentials')
  }
  const upgraded = checked.outdated ? await upgrade(c, user, stored, attempt.password) : null
  const settled = {
    forgivenPassword: forgive(c.env.DB, reserved),
    forgivenNetwork: giveBack(c.env.DB, network),
    ...(upgraded && { upgraded }),
  }
  return { user, settled, also }
}

const reserve = async <Q extends Extra>(c: AppContext, attempt: PasswordAttempt<Q>) => {
  const db = c.env.DB
  // What cannot be a username is looked up all the same: nobody has it, and nobody can tell.
  const username = canonicalUsername(attempt.username) ?? attempt.username
  const account = attemptSubject.password(encodeBase64Url(new Uint8Array(await sha256(username))))
  const network = attemptSubject.network(c.var.origin.network)
  const trustHash = await cookieHash(c, cookies.trust)
  const [found, also] = await tripWith(
    db,
    {
      ...reservePassword(
        db,
        { username, account, network, trustHash },
        passwordSchedule,
        c.var.now,
      ),
      // After the reservation: the hundredth of a network is still looked at, and shuts it.
      counted: countAttempt(db, network, networkSchedule, c.var.now),
      user: readCaller(db, username),
      stored: readPasswordHash(db, username),
    },
    await attempt.also(username, trustHash),
  )
  return { ...found, network, also }
}

/** Parameters or pepper have changed since this hash was made; only now is the password at hand. */
const upgrade = async (c: AppContext, user: UserRecord, stored: string, password: string) => {
  const upgraded = await hashPassword(c.var.config.peppers, password)
  return upgraded && upgradePasswordHash(c.env.DB, user.id, stored, upgraded)
}
