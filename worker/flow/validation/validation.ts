import type { Validate, ValidateAnswer } from '../../../schema/api/validate.ts'
import { everyoneGroupId } from '../../../schema/policy.ts'
import { newToken } from '../../crypto/token.ts'
import { judge } from '../../domain/application.ts'
import { codeMethodsOf, trustCounts, validationStep } from '../../domain/validation.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppContext } from '../../http/context.ts'
import { ProblemError } from '../../http/problem.ts'
import type { Program } from '../../store/application-key.ts'
import { audit } from '../../store/audit.ts'
import { trip } from '../../store/trip.ts'
import { insertChallenge } from '../../store/validation.ts'
import { byAppendedCode } from './appended-code.ts'
import { checkAnyFactor } from '../factor-check.ts'
import { justShut, shutProblem } from '../factor.ts'
import { attemptsOf } from '../typed-code.ts'
import { accept, askingOf, type Grounds } from './acceptance.ts'
import { byName } from './name.ts'
import { type Asked, byChallenge, byPassword } from './person.ts'
import { rejectionFor, requireFitting } from './request.ts'

/**
 * Whether that is this person, for an application that knows no second factor: as policy and the application
 * say, and by what our own door goes by. What is wrong is said as dully as there; the log is exact.
 *
 * @throws ProblemError malformed_request where the request does not fit the application, or unavailable
 */
export const validatePerson = async (
  c: AppContext,
  program: Program,
  request: Validate,
): Promise<ValidateAnswer> => {
  requireFitting(program, request)
  try {
    const asked = await findAsked(c, program, request)
    return 'status' in asked ? asked : await decide(c, program, asked)
  } catch (error) {
    if (error instanceof ProblemError) return rejectionFor(error)
    throw error
  }
}

/** Who it is, as far as this request proves them; or what there is to say where nobody may be told. */
const findAsked = (
  c: AppContext,
  program: Program,
  request: Validate,
): Promise<Asked | ValidateAnswer> => {
  const { password, challenge, code } = request
  if (challenge !== undefined) return byChallenge(c, program, request, challenge)
  if (password === undefined) return byName(c, program, request)
  return program.application.details.append && code === undefined
    ? byAppendedCode(c, request, password)
    : byPassword(c, request, password)
}

const decide = async (c: AppContext, program: Program, asked: Asked): Promise<ValidateAnswer> => {
  const { user, policy, factors } = asked
  // Whoever must choose a new password has one that somebody else knows.
  if (asked.byPassword && user.mustChangePassword) return turnAway(c, asked, 'portal')
  switch (validationStep(program.application, policy, factors, asked.trustState === 'valid')) {
    case 'portal':
      return turnAway(c, asked, 'portal')
    case 'blocked':
      return turnAway(c, asked, 'denied', 'blocked')
    case 'password-suffices':
      return admit(c, program, asked, { factor: null, trusted: null })
    case 'trust-suffices':
      return admit(c, program, asked, { factor: null, trusted: asked.trust })
    case 'factor': {
      if (!asked.codes) return challenge(c, program, asked)
      const [first, ...others] = attemptsOf(asked, asked.codes, 'validated')
      if (!first) return turnAway(c, asked, 'denied', 'blocked')
      const factor = await checkAnyFactor(c, [first, ...others], asked.settled)
      return admit(c, program, asked, { factor, trusted: null })
    }
  }
}

/** All is proved that this person can prove here: whether that is enough for this application. */
const admit = async (
  c: AppContext,
  program: Program,
  asked: Asked,
  grounds: Grounds,
): Promise<ValidateAnswer> => {
  const { now } = c.var
  const verdict = judge(
    program.application,
    {
      groupIds: asked.groups.map(({ id }) => id).filter((id) => id !== everyoneGroupId),
      authTime: now,
      factorAt: grounds.factor ? now : null,
      phishingResistantAt: null,
      trusted: grounds.trusted !== null,
    },
    now,
  )
  if (verdict.kind === 'denied') return turnAway(c, asked, 'denied', `refused-${verdict.reason}`)
  if (verdict.kind === 'step-up') return turnAway(c, asked, 'portal')
  const outcome = await accept(c, program, asked, grounds)
  if ('status' in outcome) return outcome
  if (outcome.kind === 'shut') throw shutProblem(justShut)
  // Revoked between the two trips: the factor it is.
  if (grounds.trusted) return challenge(c, program, { ...asked, settled: {} })
  throw new ProblemError('invalid_credentials')
}

/** The password is right, or not ours to check: what is asked for next. */
const challenge = async (
  c: AppContext,
  program: Program,
  asked: Asked,
): Promise<ValidateAnswer> => {
  const { user, policy, factors, settled, byPassword: isNeeded } = asked
  const token = await newToken()
  const record = {
    tokenHash: token.hash,
    applicationId: program.application.id,
    userId: user.id,
    securityStamp: user.securityStamp,
    asking: askingOf(program),
  }
  const line = auditOf(c, { action: 'validated', outcome: 'challenge', actorId: user.id })
  const { challenged } = await trip(
    c.env.DB,
    settled,
    { challenged: isNeeded ? insertChallenge(c.env.DB, record, c.var.now) : null },
    { audit: audit(c.env.DB, line, c.var.now) },
  )
  if (isNeeded && !challenged) throw new ProblemError('invalid_credentials')
  return {
    status: 'challenge',
    methods: codeMethodsOf(policy, factors),
    ...(isNeeded && { challenge: token.text }),
    canTrust: policy.mayTrust && trustCounts(program.application),
  }
}

/** Who is known, and does not get in here. */
const turnAway = async (
  c: AppContext,
  { user, settled }: Asked,
  reason: 'portal' | 'denied',
  outcome: string = reason,
): Promise<ValidateAnswer> => {
  const line = auditOf(c, { action: 'validated', outcome, actorId: user.id })
  await trip(c.env.DB, settled, { audit: audit(c.env.DB, line, c.var.now) })
  return reason === 'portal'
    ? { status: 'reject', reason, url: `${c.var.config.origin}/account` }
    : { status: 'reject', reason }
}
