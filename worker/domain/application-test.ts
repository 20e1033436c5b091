import type {
  ApplicationTestAnswer,
  AppPolicy,
  FactorNeed,
  SiteRule,
  TestReason,
} from '../../schema/api/application.ts'
import { type Demand, judge, type Standing } from './application.ts'
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
  /** The application's own policy, with what a rule adds. */
  demand: Pick<AppPolicy, 'audience' | 'groups'> & Demand
  /** The rule of a site that decides; null: none. `elsewhere`: the address is not the site's. */
  rule: SiteRule | 'elsewhere' | null
}

type Found = Pick<ApplicationTestAnswer, 'outcome'> & { reasons: Unnamed[] }
/** Groups without their names. */
export type Unnamed =
  | Exclude<TestReason, { kind: 'groups' }>
  | { kind: 'groups'; ids: readonly string[] }

/** Whether somebody would get in, and what decides it: what stands in the way first, else what is asked. */
export const whoGetsIn = (app: TestedApplication, who: Tested, now: number): Found => {
  const said = reasonOf(app.rule)
  const door = atTheSite(app)
  if (door)
    return { outcome: door, reasons: app.disabled ? [{ kind: 'application-disabled' }] : said }
  if (who.disabled) return { outcome: 'denied', reasons: [{ kind: 'person-disabled' }] }
  const missing = missingGroups(app, who.groupIds)
  if (missing) return { outcome: 'denied', reasons: [...said, { kind: 'groups', ids: missing }] }
  const asked = askedOf(app, who, now)
  const isStuck = asked.some((reason) => isDeadEnd(reason, who.policy))
  if (isStuck) return { outcome: 'denied', reasons: [...said, ...asked] }
  return { outcome: asked.length > 0 ? 'asked' : 'allowed', reasons: [...said, ...asked] }
}

const reasonOf = (rule: TestedApplication['rule']): Unnamed[] => {
  if (rule === 'elsewhere') return [{ kind: 'address' }]
  if (!rule) return []
  return [{ kind: 'rule', path: rule.path, methods: rule.methods, access: rule.access }]
}

/** What is decided whoever comes; null: it depends. */
const atTheSite = ({ disabled, rule }: TestedApplication): 'allowed' | 'denied' | null => {
  if (disabled || rule === 'elsewhere' || rule?.access === 'deny') return 'denied'
  return rule?.access === 'open' ? 'allowed' : null
}

/** The groups of which one would be needed, where there are such; null: groups keep nobody out. */
const missingGroups = (
  { demand, rule }: TestedApplication,
  groupIds: readonly string[],
): readonly string[] | null => {
  const isIn = (ids: readonly string[]) => ids.some((id) => groupIds.includes(id))
  if (demand.audience === 'groups' && !isIn(demand.groups)) return demand.groups
  if (rule === null || rule === 'elsewhere') return null
  return rule.groups.length > 0 && !isIn(rule.groups) ? rule.groups : null
}

const askedOf = (app: TestedApplication, who: Tested, now: number): Unnamed[] => {
  const { policy, factors, standing } = who
  const step = nextStep(policy, factors, false)
  const lacks = lackOf(app.demand.factor, who)
  if (app.kind === 'api') return [...doneOf(step), ...lacks]
  if (!standing) return [{ kind: 'signed-out' }, ...doneOf(step), ...lacks]
  if (lacks.length > 0) return lacks
  const verdict = judge({ ...app.demand, audience: 'everyone' }, standing, now)
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
