import type { Validate } from '../../../schema/api/validate.ts'
import { shutAt } from '../../domain/attempt.ts'
import { type Split, splitsFor, splitsOf } from '../../domain/appended-code.ts'
import { codeMethodsOf } from '../../domain/validation.ts'
import { policyFor } from '../../domain/policy.ts'
import type { AppContext } from '../../http/context.ts'
import type { Query } from '../../store/trip.ts'
import { listDigits } from '../../store/validation.ts'
import type { FactorAttempt } from '../factor-check.ts'
import { proveReserved, type Reading, reservePasswordOf } from '../password.ts'
import { attemptsOf, codeQueries, codesRead, type JudgedCode } from '../typed-code.ts'
import { type Asked, askedOf, kindsAsked, personQueries } from './person.ts'

/** A reading of the text, with the code that it leaves behind. */
type AppendedReading = Reading & { codes: JudgedCode[] | null }

/**
 * Proves a password that a code may ride behind. The person's own keys say where it begins; who has no
 * factor has no code, whatever their password ends in.
 *
 * The attempt is counted once. How many hashes it costs is said by the text alone: one where no code can
 * stand at its end, and else two, whether the person exists, has a factor, or has neither. Only a right
 * password with a right code, or of somebody who needs none, is found with the first; and what was found
 * the answer says anyway. A right password with a wrong code behind it is found out with both, and counts
 * against the factor: else whoever knows the password could guess codes at the price of wrong passwords,
 * which a right one forgives.
 *
 * @throws ProblemError too_many_attempts, unavailable or invalid_credentials
 */
export const byAppendedCode = async (
  c: AppContext,
  { username }: Validate,
  text: string,
): Promise<Asked> => {
  const splits = splitsOf(text)
  const found = await reservePasswordOf(c, {
    username,
    also: async (name) => ({
      ...personQueries(c, name),
      digits: listDigits(c.env.DB, name),
      ...(await splitQueries(c, splits, name)),
    }),
  })
  const { user: known, groups, factors, digits } = found
  const policy = known && policyFor(found.settings, known, groups, found.freeTokens)
  const mine = policy ? splitsFor(splits, codeMethodsOf(policy, factors), digits) : []
  const readings = await Promise.all(
    mine.map(async ({ password, code }) => {
      const codes = readCodes(found, splits, code)
      const who = known && policy && { user: known, policy, factors }
      const ends = who !== null && (await isRight(c, attemptsOf(who, codes, 'validated')))
      return { password, codes, ends }
    }),
  )
  const { user, settled, reading } = await proveReserved(
    c,
    'validated',
    found,
    inOrder(text, readings, splits.length > 0),
  )
  return askedOf(c, user, found, { codes: reading.codes, settled })
}

/**
 * At most two, and two wherever one might be a code's: the whole text stands in where nothing else is to be
 * tried.
 */
const inOrder = (
  text: string,
  readings: AppendedReading[],
  mayEndInCode: boolean,
): AppendedReading[] => {
  const whole = { password: text, codes: null, ends: readings.length === 0 }
  const right = readings.toSorted((a, b) => Number(b.ends) - Number(a.ends))
  return mayEndInCode ? [...right, whole, whole].slice(0, 2) : [whole]
}

/** Whether the code is one that would be taken now. Nothing is spent or counted, and no barrier passed. */
const isRight = async (c: AppContext, attempts: FactorAttempt[]): Promise<boolean> => {
  const open = attempts.filter(({ barrier }) => !shutAt(barrier.until, c.var.now))
  const provings = await Promise.all(
    open.map(({ prover, policy }) =>
      prover({ now: c.var.now, policy, masterKeys: c.var.config.masterKeys }),
    ),
  )
  return provings.some(({ kind }) => kind === 'proved')
}

/** `codeQueries` for each split: under names of their own in one trip. */
const splitQueries = async (c: AppContext, splits: readonly Split[], username: string) => {
  const each = await Promise.all(
    splits.map(async ({ code }) => {
      const queries = await codeQueries(c, kindsAsked(code), username, code)
      return Object.entries(queries).map(([name, query]) => [`${code.length}:${name}`, query])
    }),
  )
  return Object.fromEntries(each.flat()) as Record<`${number}:${string}`, Query<unknown>>
}

const readCodes = (
  found: Record<string, unknown>,
  splits: readonly Split[],
  code: string,
): JudgedCode[] => {
  if (!splits.some((split) => split.code === code)) return []
  const prefix = `${code.length}:`
  const mine = Object.entries(found).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
  )
  return codesRead(kindsAsked(code), Object.fromEntries(mine) as Parameters<typeof codesRead>[1])
}
