import type { LoginAnswer } from '../../schema/api/login.ts'
import { newToken } from '../crypto/token.ts'
import { methodsAtDoor } from '../domain/login.ts'
import { forDevice, type Policy } from '../domain/policy.ts'
import { pendingLoginSeconds } from '../domain/session.ts'
import { audit } from '../store/audit.ts'
import type { FactorRecord } from '../store/factor.ts'
import { insertPendingLogin, type PendingLogin } from '../store/pending-login.ts'
import type { Spent } from '../store/single-use.ts'
import { deleteSessionByToken } from '../store/session.ts'
import { type Query, trip } from '../store/trip.ts'
import type { UserRecord } from '../store/user.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { clearCookie, writeCookie } from '../http/cookie.ts'
import { cookies } from '../http/tokens.ts'
import { ProblemError } from '../http/problem.ts'

export type Held = {
  user: UserRecord
  policy: Policy
  factors: FactorRecord[]
  settled: Record<string, Query<unknown> | null>
}

/** Begins a pending login: the password is proved, and opens nothing but what comes next. */
export const hold = async (
  c: AppContext,
  { user, policy, factors, settled }: Held,
  purpose: PendingLogin['purpose'],
  { opening = null }: { opening?: Spent | null } = {},
): Promise<LoginAnswer> => {
  const token = await newToken()
  const pending = {
    id: crypto.randomUUID(),
    tokenHash: token.hash,
    userId: user.id,
    securityStamp: user.securityStamp,
    purpose,
    expiresAt: c.var.now + pendingLoginSeconds,
    opening,
  }
  const line = auditOf(c, {
    action: 'sign-in',
    outcome: `password:${purpose}-required`,
    actorId: user.id,
  })
  const former = c.var.tokens.session
  const { held } = await trip(c.env.DB, settled, {
    held: insertPendingLogin(c.env.DB, pending, c.var.now),
    // One browser, one person: else what is enrolled next could land on whoever was signed in before.
    formerEnded: former && deleteSessionByToken(c.env.DB, former),
    audit: audit(c.env.DB, line, c.var.now),
  })
  if (!held) throw new ProblemError(opening ? 'invalid_code' : 'invalid_credentials')
  clearCookie(c, cookies.session)
  writeCookie(c, cookies.pending, token.text, pendingLoginSeconds)
  const { id } = pending
  return pendingAnswer({ id, purpose }, factors, opening ? forDevice(policy) : policy)
}

/** What a pending login is told: what it may answer with, or what it must enroll. */
export const pendingAnswer = (
  { id, purpose }: Pick<PendingLogin, 'id' | 'purpose'>,
  factors: FactorRecord[],
  policy: Policy,
): LoginAnswer => {
  const methods = methodsAtDoor(policy, factors)
  return purpose === 'factor'
    ? answer('factor_required', policy, {
        methods,
        ...(methods.includes('device') && { challenge: id, issuer: policy.totp.issuer }),
      })
    : answer('enrollment_required', policy, {
        methods: policy.enrollable,
        ...(purpose === 'ticket' && { ticketRequired: true }),
      })
}

/** How a sign-in stands, with what this person may do in this browser. */
export const answer = (
  status: LoginAnswer['status'],
  policy: Policy,
  more: Partial<Pick<LoginAnswer, 'methods' | 'ticketRequired' | 'challenge' | 'issuer'>> = {},
): LoginAnswer => ({
  status,
  methods: [],
  ...more,
  canTrust: policy.mayTrust,
  trustDays: Math.floor(policy.trustSeconds / 86_400),
})
