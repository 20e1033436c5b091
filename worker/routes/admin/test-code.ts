import { Hono } from 'hono'
import { type Clock, TestCode, type TestedCode } from '../../../schema/api/test-code.ts'
import { stepAt, type TotpParameters } from '../../../schema/otp/totp.ts'
import { open, type Place } from '../../crypto/seal.ts'
import { passwordSchedule } from '../../domain/attempt.ts'
import { farthest, windowOf } from '../../domain/drift.ts'
import { isTotpCode, matchStep } from '../../domain/totp.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { placeOfToken } from '../../factor/hardware.ts'
import { placeOf } from '../../factor/totp.ts'
import { permitOn, requireReach } from '../../flow/authority.ts'
import { justShut, shutProblem } from '../../flow/factor.ts'
import { auditOf } from '../../http/audit.ts'
import { body } from '../../http/body.ts'
import type { AppEnv } from '../../http/context.ts'
import { authorize, requireSession, type SessionContext } from '../../http/guard.ts'
import { ProblemError } from '../../http/problem.ts'
import { attemptSubject, countAttempt, giveBack } from '../../store/attempt.ts'
import { audit } from '../../store/audit.ts'
import { listTestableTokens, type TestableToken } from '../../store/hardware-token.ts'
import { readPersonByName } from '../../store/person.ts'
import { listTestableTotp, type TestableTotp } from '../../store/totp.ts'
import { trip } from '../../store/trip.ts'

/**
 * Trying a code out: nothing is spent, and nothing counts against the person. It tells whether a code is
 * right, so whoever asks is counted: else an administrator could guess somebody's.
 */
export const testCode = new Hono<AppEnv>().post(
  '/',
  requireSession(),
  authorize('code.test'),
  body(TestCode),
  async (c) => {
    const { username, code } = c.req.valid('json')
    const actorId = c.var.caller.user.id
    const name = canonicalUsername(username) ?? username
    const throttle = attemptSubject.testedCode(actorId)
    const { person, keys, tokens, counted } = await trip(c.env.DB, {
      person: readPersonByName(c.env.DB, name),
      keys: listTestableTotp(c.env.DB, name),
      tokens: listTestableTokens(c.env.DB, name),
      counted: countAttempt(c.env.DB, throttle, passwordSchedule, c.var.now),
    })
    if (!person) throw new ProblemError('not_found', { field: 'username' })
    await requireReach(c, 'code.test', person)
    if (!counted) throw shutProblem(justShut)
    const tested = await test(c, [...keys.map(asKey(c)), ...tokens.map(asToken(c))], code)
    const right = tested.result !== 'no-match' && tested.result !== 'outside-window'
    const line = auditOf(c, {
      action: 'code-tested',
      outcome: tested.result,
      actorId,
      subjectId: person.id,
    })
    await trip(c.env.DB, permitOn(c, 'code.test', person.id), {
      audit: audit(c.env.DB, line, c.var.now),
      // Only this one is given back: who knows one right code may not buy guesses at another's with it.
      back: right ? giveBack(c.env.DB, throttle, c.var.now) : null,
    })
    return c.json(tested)
  },
)

/** The Worker's clock, to hold a browser's against. */
export const clock = new Hono<AppEnv>().get(
  '/',
  requireSession(),
  authorize('clock.read'),
  async (c) => c.json({ now: Date.now() } satisfies Clock),
)

/** Whatever a code may come from: an app's key, or a token's. */
type Testable = TotpParameters & {
  name: string
  sealed: Uint8Array<ArrayBuffer>
  place: Place
  /** The last step that was spent. */
  lastStep: number | null
  /** Steps on each side, and the drifts at which a code is accepted. */
  driftSteps: number
  accepted: number[]
}

const asKey =
  (c: SessionContext) =>
  (key: TestableTotp): Testable => {
    const { driftSteps } = c.var.caller.policy.totp
    const place = placeOf(key.factorId, key.userId)
    return { ...key, place, driftSteps, accepted: windowOf(0, driftSteps) }
  }

const asToken =
  (c: SessionContext) =>
  (token: TestableToken): Testable => {
    const { driftSteps } = c.var.caller.policy.hardware
    const place = placeOfToken(token.tokenId)
    return { ...token, place, driftSteps, accepted: windowOf(token.clock.drift, driftSteps) }
  }

const test = async (c: SessionContext, keys: Testable[], code: string): Promise<TestedCode> => {
  const window = c.var.caller.policy.totp.driftSteps
  const nothing = { now: Date.now(), key: null, steps: null, window }
  if (keys.length === 0) return { ...nothing, result: 'no-key' }
  if (!isTotpCode(code)) return { ...nothing, result: 'no-match' }
  for (const record of keys) {
    const key = await open(c.var.config.masterKeys, record.place, record.sealed)
    const step = key && matchStep({ key, parameters: record }, code, c.var.now, farthest)
    if (step === null) continue
    const { name, algorithm, digits, period, driftSteps } = record
    const steps = step - stepAt(c.var.now, period)
    const shown = { name, algorithm, digits, period }
    const found = { ...nothing, key: shown, steps, window: driftSteps }
    if (!record.accepted.includes(steps)) return { ...found, result: 'outside-window' }
    const isSpent = record.lastStep !== null && step <= record.lastStep
    return { ...found, result: isSpent ? 'spent' : 'matched' }
  }
  return { ...nothing, result: 'no-match' }
}
