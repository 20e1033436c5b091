import type {
  ApplicationTestAnswer,
  AppPolicy,
  FactorNeed,
  TestReason,
} from '../../schema/api/application.ts'
import { type Demand, judgeProof, type Standing } from './application.ts'
import type { HeldFactor } from './factor.ts'
import { nextStep, usableFactors } from './login.ts'
import type { Policy } from './policy.ts'

/** Somebody who is looked at, as far as it decides. */
export type Tested = {
  disabled: boolean
  policy: Policy
  factors: readonly HeldFactor[]
  /** Ids, that of everybody left out. */
  groupIds: readonly string[]
  /** Of the session they used last; null: they are signed in nowhere. */
  standing: Standing | null
}

/** Where somebody would come in, as far as it decides. */
export type TestedApplication = {
  kind: 'oidc' | 'site' | 'api'
  disabled: boolean
  policy: Pick<AppPolicy, 'audience' | 'groups'>
  /** What it asks of people, with what its rules add. */
  demand: Demand
  /** What is decided whoever comes; null: it depends. */
  door: 'open' | 'deny' | 'elsewhere' | null
  /** Each is a list of groups of which one must be theirs. */
  groups: readonly (readonly string[])[]
  /** What is to be told of the address. */
  said: readonly Unnamed[]
}

type Found = Pick<ApplicationTestAnswer, 'outcome'> & { reasons: readonly Unnamed[] }
/** Groups without their names. */
export type Unnamed =
  | Exclude<TestReason, { kind: 'groups' }>
  | { kind: 'groups'; ids: readonly string[] }

/** Whether somebody would get in, and what decides it: what stands in the way first, else what is asked. */
export const whoGetsIn = (app: TestedApplication, who: Tested, now: number): Found => {
  const { said, door } = app
  if (app.disabled) return { outcome: 'denied', reasons: [{ kind: 'application-disabled' }] }
  if (door) return { outcome: door === 'open' ? 'allowed' : 'denied', reasons: said }
  if (who.disabled) return { outcome: 'denied', reasons: [{ kind: 'person-disabled' }] }
  const missing = missingGroups(app, who.groupIds)
  if (missing) return { outcome: 'denied', reasons: [...said, { kind: 'groups', ids: missing }] }
  const asked = askedOf(app, who, now)
  const reasons = [...said, ...asked]
  if (asked.some((reason) => isDeadEnd(reason, who.policy))) return { outcome: 'denied', reasons }
  return { outcome: asked.length > 0 ? 'asked' : 'allowed', reasons }
}

/** The groups of which one would be needed, where there are such; null: groups keep nobody out. */
const missingGroups = (
  { policy, groups }: TestedApplication,
  groupIds: readonly string[],
): readonly string[] | null => {
  const needed = policy.audience === 'groups' ? [policy.groups, ...groups] : groups
  return needed.find((ids) => !ids.some((id) => groupIds.includes(id))) ?? null
}

const askedOf = (app: TestedApplication, who: Tested, now: number): Unnamed[] => {
  const { policy, factors, standing } = who
  const step = nextStep(policy, factors, false)
  const lacks = lackOf(app.demand.factor, who)
  if (app.kind === 'api') return [...doneOf(step), ...lacks]
  if (!standing) return [{ kind: 'signed-out' }, ...doneOf(step), ...lacks]
  if (lacks.length > 0) return lacks
  const verdict = judgeProof(app.demand, standing, now)
  return verdict.kind === 'step-up'
    ? [{ kind: 'factor', needs: verdict.needs, anew: verdict.anew }]
    : []
}

/** What there is to do at the door beside the password. */
const doneOf = (step: ReturnType<typeof nextStep>): Unnamed[] =>
  step === 'password-suffices' ? [] : [{ kind: 'sign-in', step }]

/** What is needed and they do not have. */
const lackOf = (needs: FactorNeed, { policy, factors }: Tested): Unnamed[] => {
  const usable = usableFactors(policy, factors)
  const fits = needs === 'phishing-resistant' ? usable.filter(isPasskey) : usable
  return needs === 'policy' || fits.length > 0 ? [] : [{ kind: 'no-factor', needs }]
}

const isPasskey = ({ method }: HeldFactor) => method === 'passkey'

/** Whether somebody else must do something before they get any further. */
const isDeadEnd = (reason: Unnamed, { enrollable, selfEnrollment }: Policy): boolean => {
  if (reason.kind === 'sign-in') return reason.step === 'blocked' || reason.step === 'ticket'
  if (reason.kind !== 'no-factor') return false
  const could = reason.needs === 'phishing-resistant' ? ['passkey'] : enrollable
  return !selfEnrollment || !enrollable.some((method) => could.includes(method))
}
