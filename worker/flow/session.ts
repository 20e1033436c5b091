import type { ProblemCode } from '../../schema/api/problem.ts'
import type { AuditAction } from '../../schema/api/audit.ts'
import { newToken } from '../crypto/token.ts'
import type { Policy } from '../domain/policy.ts'
import { canonicalUsername } from '../domain/username.ts'
import { amrAfter, expiresAt, type SessionRecord } from '../domain/session.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { clearCookie, writeCookie } from '../http/cookie.ts'
import { cookies } from '../http/tokens.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject, forgiveOnce } from '../store/attempt.ts'
import { type AuditCondition, auditIf } from '../store/audit.ts'
import { knownSeconds, rememberBrowser } from '../store/known-browser.ts'
import { finishPendingLogin } from '../store/pending-login.ts'
import { insertSession, replaceSession } from '../store/session.ts'
import { type Query, trip } from '../store/trip.ts'
import { noteSignIn } from '../store/user-list.ts'
import type { UserRecord } from '../store/user.ts'
import { passwordSubject } from './attempt-subject.ts'
import { justShut, type ProvedFactor, shutProblem, spendFactor } from './factor.ts'
import { giveTrust, type HeldTrust, useTrust } from './trust.ts'

/** Who signs in, and everything that a session may rest on. What is not given plays no part. */
export type SignIn = {
  user: UserRecord
  policy: Policy
  action: AuditAction
  factor?: ProvedFactor | null
  /** A valid trust token that spares the factor. */
  trusted?: HeldTrust | null
  /** Trust this browser from now on; `replaces` is the trust token that it held. */
  grantTrust?: { replaces: ArrayBuffer | null } | null
  pendingId?: string | null
  /** The session that vouches for whoever proves anew; it must still be there, and its end stays its end. */
  former?: SessionRecord | null
  /** What was proved, where it did not begin with a password (RFC 8176). */
  amr?: string[]
  /** Nobody was asked for anything: the session goes on as proved as it was. */
  silent?: boolean
  /** What the log calls the way in; the factor's kind where nothing is said. */
  by?: string
  /** The factor whose first code this is. */
  enrolling?: string | null
}

/**
 * `lost`: somebody else spent the code, or the person is no longer who was judged. `shut`: the factor
 * was shut by the time it was written.
 */
export type SignInOutcome =
  | { kind: 'began'; session: SessionRecord }
  | { kind: 'lost'; of: 'code' | 'person' }
  | { kind: 'shut' }

/** A sign-in under way, with the session to be. */
type Begun = SignIn & { session: SessionRecord }

/**
 * Begins a session: spends what proves it, and writes everything that follows from it, in one trip. The
 * batch itself decides; a lost race leaves nothing behind but the failure that it counts.
 *
 * The order is the meaning: what the session rests on is written before it, and what rests on the
 * session after it.
 *
 * @param before what else the session rests on
 * @returns `began`, and then its cookies are set
 */
export const beginSession = async (
  c: AppContext,
  grounds: SignIn,
  before: Record<string, Query<unknown>> = {},
): Promise<SignInOutcome> => {
  requireOwnProof(grounds)
  const signIn: Begun = { ...grounds, session: newSession(c, grounds) }
  const [token, trust, known] = [await newToken(), await newToken(), await newToken()]
  const { session, user, policy, factor, trusted, grantTrust } = signIn
  const written = await trip(
    c.env.DB,
    before,
    trusted && useTrust(c, user, trusted, trust.hash),
    factor && spendFactor(c, factor),
    { began: insert(c, signIn, token.hash, trust.hash) },
    factor?.proof.consequences(c.env.DB, {
      eventId: c.var.eventId,
      sessionId: session.id,
      now: c.var.now,
    }),
    grantTrust &&
      giveTrust(c, {
        user,
        policy,
        grounds: { sessionId: session.id },
        tokenHash: trust.hash,
        ...grantTrust,
      }),
    remember(c, signIn, known.hash),
    await aftermath(c, signIn),
  )
  if (!written.began) return lossOf(signIn, written)
  const endsIn = expiresAt(session, policy) - c.var.now
  writeCookie(c, cookies.session, token.text, endsIn)
  if (written.remembered) writeCookie(c, cookies.known, known.text, knownSeconds)
  const trustEnds = written.trusted ? c.var.now + policy.trustSeconds : trusted?.presented.expiresAt
  // The family's own end, however often its tokens rotate: trust lasts so long and no longer.
  if (trustEnds) writeCookie(c, cookies.trust, trust.text, trustEnds - c.var.now)
  clearCookie(c, cookies.pending)
  return { kind: 'began', session }
}

/** Whatever went wrong before: what one person proved begins nobody else's session. */
export const requireOwnProof = ({ user, factor }: Pick<SignIn, 'user' | 'factor'>): void => {
  const { holder } = factor?.proof.use ?? { holder: null }
  if (holder && holder.userId !== user.id) throw new Error('a proof of somebody else')
}

/** What was proved, and nothing that was not: a trusted browser proves no factor. */
const newSession = (c: AppContext, signIn: SignIn): SessionRecord => {
  const { factor, former, amr, silent, trusted } = signIn
  const id = crypto.randomUUID()
  const now = c.var.now
  return {
    id,
    sid: former?.sid ?? id,
    amr: amrAfter(former?.amr ?? amr ?? null, factor?.amr ?? null),
    authTime: now,
    factorAt: factor ? now : null,
    phishingResistantAt: factor?.method === 'passkey' ? now : (former?.phishingResistantAt ?? null),
    trusted: Boolean(trusted) || (former?.trusted ?? false),
    // One proof within a session does not prolong it (ASVS 7.3.2): only signing in does.
    createdAt: former?.createdAt ?? now,
    lastSeenAt: now,
    ...(silent &&
      former && { amr: former.amr, authTime: former.authTime, factorAt: former.factorAt }),
  }
}

const insert = (c: AppContext, signIn: Begun, tokenHash: ArrayBuffer, trustHash: ArrayBuffer) => {
  const { session, user, policy, factor, trusted, pendingId, former, enrolling } = signIn
  const { browser, place } = c.var.visitor
  const { id: userId, securityStamp } = user
  return insertSession(
    c.env.DB,
    { ...session, tokenHash, userId, securityStamp, browser, place },
    {
      method: factor?.method ?? null,
      spent: factor ? { subject: factor.proof.use.subject, eventId: c.var.eventId } : null,
      trustHash: trusted ? trustHash : null,
      pendingId: pendingId ?? null,
      formerId: former?.id ?? null,
      enrolling: enrolling
        ? { factorId: enrolling, provedSince: c.var.now - policy.stepUpSeconds }
        : null,
    },
  )
}

/** What became of it, where no session began. */
export const lossOf = (
  { factor }: Pick<SignIn, 'factor'>,
  { spent, counted }: { spent?: boolean | null; counted?: boolean | null },
): Exclude<SignInOutcome, { kind: 'began' }> => {
  if (!factor || spent) return { kind: 'lost', of: 'person' }
  return counted || !factor.counts ? { kind: 'lost', of: 'code' } : { kind: 'shut' }
}

/** From now on this browser's failures count apart from strangers'. */
const remember = (c: AppContext, { session }: Begun, tokenHash: ArrayBuffer) =>
  rememberBrowser(
    c.env.DB,
    {
      id: crypto.randomUUID(),
      tokenHash,
      presented: c.var.tokens.known,
      sessionId: session.id,
    },
    c.var.now,
  )

/** What rests on the session: each asks whether it is there. */
const aftermath = async (c: AppContext, signIn: Begun): Promise<Record<string, Query<unknown>>> => {
  const { session, user, factor, pendingId, trusted, former } = signIn
  const formerToken = c.var.tokens.session
  const db = c.env.DB
  const subject = await passwordSubject(canonicalUsername(user.username) ?? user.username)
  const line = (outcome: string, when: AuditCondition['when']) => {
    const entry = auditOf(c, { action: signIn.action, outcome, actorId: user.id })
    return auditIf(db, entry, { when, id: session.id }, c.var.now)
  }
  const by = signIn.by ?? factor?.method ?? (trusted ? 'trusted-browser' : 'password')
  const forgiven = factor?.forgives.map((method) => attemptSubject.factor(method, user.id))
  return {
    ...(forgiven && { forgiven: forgiveOnce(db, forgiven, session.id) }),
    ...(pendingId && { finished: finishPendingLogin(db, pendingId, session.id) }),
    ...(formerToken && { replacedSession: replaceSession(db, formerToken, session.id) }),
    ...(!former && {
      noted: noteSignIn(db, { userId: user.id, sessionId: session.id, subject }, c.var.now),
    }),
    audit: line(by, 'session-exists'),
    lossAudit: line(`${by}:lost-race`, 'session-missing'),
  }
}

/** @throws ProblemError for whatever did not begin, in words that fit what the person had done */
export const requireBegun = (
  outcome: SignInOutcome,
  lostCode: ProblemCode = 'invalid_code',
): SessionRecord => {
  switch (outcome.kind) {
    case 'began':
      return outcome.session
    case 'shut':
      throw shutProblem(justShut)
    case 'lost':
      throw new ProblemError(outcome.of === 'code' ? lostCode : 'expired')
  }
}
