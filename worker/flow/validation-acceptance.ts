import type { ValidateAnswer } from '../../schema/api/validate.ts'
import { everyoneGroupId } from '../../schema/policy.ts'
import { newToken } from '../crypto/token.ts'
import type { SessionRecord } from '../domain/session.ts'
import { amrAfter } from '../domain/session.ts'
import { trustCounts } from '../domain/validation.ts'
import { canonicalUsername } from '../domain/username.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { Asking, Program } from '../store/application-key.ts'
import { attemptSubject, forgiveOnce } from '../store/attempt.ts'
import { auditIf } from '../store/audit.ts'
import { deleteSession, insertSession } from '../store/session.ts'
import { trip } from '../store/trip.ts'
import { noteSignIn } from '../store/user-list.ts'
import { deleteValidation, insertReceipt, readEmail } from '../store/validation.ts'
import { passwordSubject } from './attempt-subject.ts'
import { type ProvedFactor, spendFactor } from './factor.ts'
import { lossOf, requireOwnProof, type SignInOutcome } from './session.ts'
import { grantOf, type HeldTrust, useTrust } from './trust.ts'
import type { Asked } from './validation-person.ts'

/** What an acceptance rests on, beside the password. */
export type Grounds = { factor: ProvedFactor | null; trusted: HeldTrust | null }

type Accepted = Extract<ValidateAnswer, { status: 'accept' }>
type Refused = Exclude<SignInOutcome, { kind: 'began' }>

/** The program as it was judged. */
export const askingOf = ({ keyId, application }: Program): Asking => ({
  keyId,
  version: application.version,
  scope: 'validate',
})

/**
 * Lets somebody into an application: spends what proves them and writes everything that follows from it, in
 * one trip. That a sign-in may begin is decided by the very statement that decides it at our own door
 * (`insertSession`), with the program's own conditions; but the session that everything rests on ends in the
 * same batch. Nobody ever has its token, and nobody ever sees its row.
 */
export const accept = async (
  c: AppContext,
  program: Program,
  asked: Asked,
  { factor, trusted }: Grounds,
): Promise<Accepted | Refused> => {
  requireOwnProof({ user: asked.user, factor })
  const { user, policy, groups, byPassword } = asked
  const { application } = program
  const db = c.env.DB
  const { now, eventId } = c.var
  const session = fleetingSession(now, { factor, trusted })
  const [token, trust, receipt] = [await newToken(), await newToken(), await newToken()]
  const mayAsk = grantOf(c, policy, factor !== null && trustCounts(application), factor?.method)
  const written = await trip(
    db,
    asked.settled,
    trusted && useTrust(c, user, trusted, trust.hash),
    factor && spendFactor(c, factor),
    {
      began: begin(c, program, asked, {
        session,
        token: token.hash,
        trust: trust.hash,
        factor,
        trusted,
      }),
    },
    factor?.proof.consequences(db, { eventId, sessionId: session.id, now }),
    mayAsk && {
      receipt: insertReceipt(
        db,
        { tokenHash: receipt.hash, applicationId: application.id, sessionId: session.id },
        now,
      ),
    },
    await aftermath(c, asked, { session, factor }),
    { email: readEmail(db, user.id), over: deleteSession(db, session.id, user.id) },
  )
  if (!written.began) return lossOf({ factor }, written)
  return {
    status: 'accept',
    user: {
      id: user.id,
      username: user.username,
      displayName: user.displayName,
      email: written.email ?? '',
      role: user.role,
      groups: groups.filter(({ id }) => id !== everyoneGroupId).map(({ name }) => name),
    },
    // Of a password that others checked we say nothing.
    amr: byPassword ? amrAfter(null, factor?.amr ?? null) : [factor?.amr ?? []].flat(),
    ...(mayAsk && { receipt: receipt.text }),
    ...(trusted && { trust: { token: trust.text, expiresAt: trusted.presented.expiresAt } }),
  }
}

const fleetingSession = (now: number, { factor, trusted }: Grounds): SessionRecord => {
  const id = crypto.randomUUID()
  return {
    id,
    sid: id,
    amr: [],
    authTime: now,
    factorAt: factor ? now : null,
    phishingResistantAt: null,
    trusted: trusted !== null,
    createdAt: now,
    lastSeenAt: now,
  }
}

type Beginning = Grounds & { session: SessionRecord; token: ArrayBuffer; trust: ArrayBuffer }

const begin = (
  c: AppContext,
  program: Program,
  { user, challenge, byPassword }: Asked,
  { session, token, trust, factor, trusted }: Beginning,
) => {
  const { id: userId, securityStamp } = user
  const { browser, place } = c.var.visitor
  return insertSession(
    c.env.DB,
    { ...session, tokenHash: token, userId, securityStamp, browser, place },
    {
      method: factor?.method ?? null,
      spent: factor ? { subject: factor.proof.use.subject, eventId: c.var.eventId } : null,
      trustHash: trusted ? trust : null,
      pendingId: null,
      formerId: null,
      enrolling: null,
      program: { asking: { ...askingOf(program), byPassword }, challenge },
    },
  )
}

/** What rests on the session: each asks whether it is there. */
const aftermath = async (
  c: AppContext,
  { user, challenge }: Asked,
  { session, factor }: { session: SessionRecord; factor: ProvedFactor | null },
) => {
  const db = c.env.DB
  const { now } = c.var
  const subject = await passwordSubject(canonicalUsername(user.username) ?? user.username)
  const forgiven = factor?.forgives.map((method) => attemptSubject.factor(method, user.id))
  const line = (outcome: string, when: 'session-exists' | 'session-missing') => {
    const entry = auditOf(c, { action: 'validated', outcome, actorId: user.id })
    return auditIf(db, entry, { when, id: session.id }, now)
  }
  return {
    ...(forgiven && { forgiven: forgiveOnce(db, forgiven, session.id) }),
    ...(challenge && { challengeUsed: deleteValidation(db, challenge, session.id) }),
    noted: noteSignIn(db, { userId: user.id, sessionId: session.id, subject }, now),
    audit: line('accept', 'session-exists'),
    lossAudit: line('lost-race', 'session-missing'),
  }
}
