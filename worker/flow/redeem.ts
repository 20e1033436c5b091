import type { AuditAction } from '../../schema/api/audit.ts'
import { hashesOfOneTimeCode } from '../crypto/one-time-code.ts'
import { networkSchedule, passwordSchedule } from '../domain/attempt.ts'
import { canonicalUsername } from '../domain/username.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject, countAttempt, forgive, giveBack } from '../store/attempt.ts'
import { audit } from '../store/audit.ts'
import {
  type CodePurpose,
  deleteSpentOneTimeCode,
  findOneTimeCode,
} from '../store/one-time-code.ts'
import { spend, useSubject } from '../store/single-use.ts'
import { type Query, trip } from '../store/trip.ts'
import { readCaller } from '../store/user.ts'
import { usernameHash } from './attempt-subject.ts'
import { justShut, shutProblem } from './factor.ts'

type Redemption<Q> = {
  username: string
  code: string
  purpose: CodePurpose
  action: AuditAction
  /** What else the first trip should bring. */
  also: Q
}

/**
 * Takes a handed-over code with the username it is for, from somebody who is nobody yet. Attempts are
 * counted before the code is looked at; unknown, wrong, used and expired get one answer.
 *
 * @returns the person, and `spending`: what the next trip must begin with, where `spent` says who won
 * @throws ProblemError too_many_attempts or invalid_code
 */
export const redeem = async <Q extends Record<string, Query<unknown>>>(
  c: AppContext,
  { username: typed, code, purpose, action, also }: Redemption<Q>,
) => {
  const db = c.env.DB
  const { now, config, eventId } = c.var
  const username = canonicalUsername(typed) ?? typed
  const account = attemptSubject.oneTimeCode(purpose, await usernameHash(username))
  const network = attemptSubject.network(c.var.visitor.network)
  const hashes = await hashesOfOneTimeCode(config.masterKeys, code)
  const read = await trip(
    db,
    {
      counted: countAttempt(db, account, passwordSchedule, now, { alongside: network }),
      networkCounted: countAttempt(db, network, networkSchedule, now),
      user: readCaller(db, username),
      found: findOneTimeCode(db, { caller: username, purpose, hashes }, now),
    },
    also,
  )
  const { counted, networkCounted, user, found } = read
  if (!counted || !networkCounted) throw shutProblem(justShut)
  if (!user || !found) {
    const line = auditOf(c, { action, outcome: 'no-match', actorId: user?.id ?? null })
    await trip(db, { audit: audit(db, line, now) })
    throw new ProblemError('invalid_code')
  }
  const subject = useSubject.oneTimeCode(found.id)
  const use = { subject, counter: 1, holder: { codeId: found.id, userId: user.id } }
  const spending = {
    spent: spend(db, use, [], eventId, now),
    deleted: deleteSpentOneTimeCode(db, found.id, subject, eventId),
    forgiven: forgive(db, account),
    networkBack: giveBack(db, network, now),
  }
  return { user, factorId: found.factorId, also: read, spending, spent: { subject, eventId } }
}
