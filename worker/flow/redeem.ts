import type { AuditAction } from '../../schema/api/audit.ts'
import { hashesOfOneTimeCode } from '../crypto/one-time-code.ts'
import { networkSchedule, shutAt } from '../domain/attempt.ts'
import { canonicalUsername } from '../domain/username.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { attemptSubject, countAttempt, giveBack, readShut } from '../store/attempt.ts'
import { audit, auditThrottled } from '../store/audit.ts'
import {
  type CodePurpose,
  deleteSpentOneTimeCode,
  findOneTimeCode,
} from '../store/one-time-code.ts'
import { spend, useSubject } from '../store/single-use.ts'
import { type Query, trip } from '../store/trip.ts'
import { readCaller } from '../store/user.ts'
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
 * counted before the code is looked at, against the network alone: of 80 bits none is guessed, and a
 * count per name would let strangers keep its owner out. Unknown, wrong, used and expired get one answer.
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
  const network = attemptSubject.network(c.var.visitor.network)
  const hashes = await hashesOfOneTimeCode(config.masterKeys, code)
  const read = await trip(
    db,
    {
      until: readShut(db, network),
      counted: countAttempt(db, network, networkSchedule, now),
      user: readCaller(db, username),
      found: findOneTimeCode(db, { caller: username, purpose, hashes }, now),
    },
    also,
  )
  const { until, counted, user, found } = read
  const line = (outcome: string) => auditOf(c, { action, outcome, actorId: user?.id ?? null })
  if (!counted) {
    await trip(db, { audit: auditThrottled(db, line('throttled'), now) })
    throw shutProblem(shutAt(until, now) ?? justShut)
  }
  if (!user || !found) {
    await trip(db, { audit: audit(db, line('no-match'), now) })
    throw new ProblemError('invalid_code')
  }
  const subject = useSubject.oneTimeCode(found.id)
  const use = { subject, counter: 1, holder: { codeId: found.id, userId: user.id } }
  const spending = {
    spent: spend(db, use, [], eventId, now),
    deleted: deleteSpentOneTimeCode(db, found.id, subject, eventId),
    networkBack: giveBack(db, network, now),
  }
  const { factorId } = found
  return { user, canonical: username, factorId, also: read, spending, spent: { subject, eventId } }
}
