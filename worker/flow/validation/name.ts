import type { Validate, ValidateAnswer } from '../../../schema/api/validate.ts'
import { codeMethods } from '../../../schema/api/factor.ts'
import type { Settings } from '../../../schema/policy.ts'
import { factorSchedule, shutAt } from '../../domain/attempt.ts'
import { type Policy, type PolicyGroup, policyFor } from '../../domain/policy.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { trustCounts } from '../../domain/validation.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppContext } from '../../http/context.ts'
import { ProblemError } from '../../http/problem.ts'
import type { Program } from '../../store/application-key.ts'
import { attemptSubject, countAttempt, readShut } from '../../store/attempt.ts'
import { audit, auditThrottled } from '../../store/audit.ts'
import { trip } from '../../store/trip.ts'
import { readCaller, type UserRecord } from '../../store/user.ts'
import { usernameHash } from '../attempt-subject.ts'
import { countOnNetwork, justShut, networkOf, shutProblem } from '../factor.ts'
import { codeQueries, codesRead } from '../typed-code.ts'
import { type Asked, askedOf, kindsAsked, personQueries } from './person.ts'

/**
 * Who it is where the application has checked the password itself. Somebody unknown or disabled is asked for
 * a code as others are, and none is right: each is counted and throttled as a factor is.
 */
export const byName = async (
  c: AppContext,
  program: Program,
  { username: typed, code }: Validate,
): Promise<Asked | ValidateAnswer> => {
  const username = canonicalUsername(typed) ?? typed
  const asked = kindsAsked(code)
  const subject = attemptSubject.nobodysCode(await usernameHash(username))
  const network = networkOf(c)
  const found = await trip(
    c.env.DB,
    {
      user: readCaller(c.env.DB, username),
      until: readShut(c.env.DB, subject),
      networkUntil: network === null ? null : readShut(c.env.DB, network),
    },
    personQueries(c, username),
    await codeQueries(c, asked, username, code ?? ''),
  )
  const { user } = found
  const until = Math.max(found.until ?? 0, found.networkUntil ?? 0)
  if (!user || user.disabled)
    return refuseNobody(c, program, { user, subject, until, code, policy: policyOfNobody(found) })
  const codes = code === undefined ? null : codesRead(asked, found)
  return askedOf(c, user, found, { codes, settled: {}, byPassword: false })
}

type Nobody = {
  user: UserRecord | null
  subject: string
  until: number
  code: string | undefined
  policy: Policy
}

const refuseNobody = async (
  c: AppContext,
  { application }: Program,
  { user, subject, until, code, policy }: Nobody,
): Promise<ValidateAnswer> => {
  const db = c.env.DB
  const { now } = c.var
  const line = (word: string) =>
    auditOf(c, {
      action: 'validated',
      outcome: `${word}:${user ? 'disabled' : 'unknown-user'}`,
      actorId: user?.id ?? null,
    })
  if (application.factor === 'phishing-resistant') {
    await trip(db, { audit: auditThrottled(db, line('portal'), now) })
    return { status: 'reject', reason: 'portal', url: `${c.var.config.origin}/account` }
  }
  if (code === undefined) {
    await trip(db, { audit: audit(db, line('challenge'), now) })
    return { status: 'challenge', ...usual(policy, trustCounts(application)) }
  }
  const shut = shutAt(until, now)
  if (shut) {
    await trip(db, { audit: auditThrottled(db, line('throttled'), now) })
    throw shutProblem(shut)
  }
  const network = networkOf(c)
  const { counted } = await trip(db, {
    audit: audit(db, line('code'), now),
    counted: countAttempt(db, subject, factorSchedule, now, { alongside: network }),
    ...countOnNetwork(c, { factor: subject, network }, null),
  })
  throw counted ? new ProblemError('invalid_code') : shutProblem(justShut)
}

/** What most people here would be told. */
const usual = (policy: Policy, trust: boolean) => ({
  methods: codeMethods.filter((method) => policy.allowed.includes(method)).slice(0, 1),
  canTrust: policy.mayTrust && trust,
})

const policyOfNobody = ({ settings, groups }: { settings: Settings; groups: PolicyGroup[] }) =>
  policyFor(
    settings,
    { role: 'user', mfaRequired: true, mayTrust: true, trustOverride: false },
    groups,
  )
