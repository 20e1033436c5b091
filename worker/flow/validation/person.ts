import type { Validate } from '../../../schema/api/validate.ts'
import { canonicalUsername } from '../../domain/username.ts'
import { type Policy, type PolicyGroup, policyFor } from '../../domain/policy.ts'
import { judgeTrust, type PresentedTrust, type TrustState } from '../../domain/trusted-browser.ts'
import type { FactorKind } from '../../factor/kind.ts'
import { kindsOfCode } from '../../factor/kinds.ts'
import type { Settings } from '../../../schema/policy.ts'
import { auditOf } from '../../http/audit.ts'
import type { AppContext } from '../../http/context.ts'
import { ProblemError } from '../../http/problem.ts'
import { hashToken } from '../../crypto/token.ts'
import type { Program } from '../../store/application-key.ts'
import { auditThrottled } from '../../store/audit.ts'
import { type FactorRecord, listFactors } from '../../store/factor.ts'
import { listCallerGroups } from '../../store/group.ts'
import { anyFreeToken } from '../../store/hardware-token.ts'
import { readSettings } from '../../store/setting.ts'
import { type Query, trip } from '../../store/trip.ts'
import { type CallerKey, readCaller, type UserRecord } from '../../store/user.ts'
import { readValidation } from '../../store/validation.ts'
import { checkPassword } from '../password.ts'
import { type HeldTrust, readPresented, trustIncident } from '../trust.ts'
import { codeQueries, codesRead, type JudgedCode } from '../typed-code.ts'

/** Of whom a program asks, as far as this request has proved them. */
export type Asked = {
  user: UserRecord
  policy: Policy
  groups: PolicyGroup[]
  factors: FactorRecord[]
  /** The code that came along, as each kind that it may be meant for; null: none came. */
  codes: JudgedCode[] | null
  trust: HeldTrust | null
  trustState: TrustState
  /** What must be written because of what was right, or should not have come. */
  settled: Record<string, Query<unknown>>
  /** What stood for the password, of several requests. */
  challenge: ArrayBuffer | null
  /** Whether we were shown a password at all. */
  byPassword: boolean
}

/** What every decision needs to know, for whichever trip comes first. */
export const personQueries = (c: AppContext, caller: CallerKey) => ({
  settings: readSettings(c.env.DB),
  groups: listCallerGroups(c.env.DB, caller),
  factors: listFactors(c.env.DB, caller, c.var.now),
  freeTokens: anyFreeToken(c.env.DB),
  presented: readPresented(c),
})

type Found = {
  settings: Settings
  groups: PolicyGroup[]
  factors: FactorRecord[]
  freeTokens: boolean
  presented: PresentedTrust | null
}

/** The same, once it was read. */
export const askedOf = (
  c: AppContext,
  user: UserRecord,
  found: Found,
  proved: Pick<Asked, 'codes' | 'settled'> & Partial<Pick<Asked, 'challenge' | 'byPassword'>>,
): Asked => {
  const { groups, factors, presented } = found
  const policy = policyFor(found.settings, user, groups, found.freeTokens)
  const window = { network: c.var.visitor.network, trustSeconds: policy.trustSeconds }
  const trustState = judgeTrust(presented, user, window, c.var.now)
  const hash = c.var.tokens.trust
  return {
    challenge: null,
    byPassword: true,
    ...proved,
    user,
    policy,
    groups,
    factors,
    trust: presented && hash && { presented, hash },
    trustState,
    settled: { ...proved.settled, ...trustIncident(c, user, trustState, presented) },
  }
}

/** The kinds of code that were asked about, for a code that may not have come. */
export const kindsAsked = (code: string | undefined): FactorKind[] =>
  code === undefined ? [] : kindsOfCode(code)

/** @throws ProblemError too_many_attempts, unavailable or invalid_credentials */
export const byPassword = async (
  c: AppContext,
  { username, code }: Validate,
  password: string,
): Promise<Asked> => {
  const asked = kindsAsked(code)
  const { user, settled, also } = await checkPassword(c, {
    username,
    password,
    action: 'validated',
    also: async (name) => ({
      ...personQueries(c, name),
      ...(await codeQueries(c, asked, name, code ?? '')),
    }),
  })
  const codes = code === undefined ? null : codesRead(asked, also)
  return askedOf(c, user, also, { codes, settled })
}

/**
 * Who brings what an earlier answer gave, in place of the password.
 * @throws ProblemError invalid_credentials where it does not count, or is another's
 */
export const byChallenge = async (
  c: AppContext,
  { application }: Program,
  { username, code = '' }: Validate,
  text: string,
): Promise<Asked> => {
  const challenge = await hashToken(text)
  if (!challenge) throw new ProblemError('invalid_credentials')
  const asked = kindsAsked(code)
  const token = { hash: challenge, applicationId: application.id, purpose: 'challenge' } as const
  const found = await trip(
    c.env.DB,
    {
      challenge: readValidation(c.env.DB, token, c.var.now),
      user: readCaller(c.env.DB, challenge),
    },
    personQueries(c, challenge),
    await codeQueries(c, asked, challenge, code),
  )
  const { user } = found
  if (!found.challenge || !user || !isNamed(user, username)) {
    const line = auditOf(c, {
      action: 'validated',
      outcome: 'challenge:expired',
      actorId: user?.id ?? null,
    })
    await trip(c.env.DB, { audit: auditThrottled(c.env.DB, line, c.var.now) })
    throw new ProblemError('invalid_credentials')
  }
  return askedOf(c, user, found, { codes: codesRead(asked, found), settled: {}, challenge })
}

const isNamed = (user: UserRecord, typed: string): boolean =>
  canonicalUsername(user.username) === canonicalUsername(typed)
