import type { Affected, Consequences, SignInStep } from '../../schema/api/policy.ts'
import type { Settings } from '../../schema/policy.ts'
import type { HeldFactor } from './factor.ts'
import { nextStep } from './login.ts'
import { type Policy, policyFor, type PolicyGroup, type PolicyUser } from './policy.ts'

/** People who are alike in all that policy looks at. */
export type Profile = PolicyUser & {
  disabled: boolean
  /** Who was imported has none until an administrator hands over a code for one. */
  hasPassword: boolean
  factors: HeldFactor[]
  /** Ids of groups, but for that of everybody. */
  groups: string[]
  people: number
  /** Some of their usernames. */
  examples: string[]
}

/** All that decides about people: the settings, and the groups, the strongest first. */
export type Scenario = {
  settings: Settings
  /** Whether there are hardware tokens that nobody holds: of interest to who must enroll. */
  freeTokens?: boolean
  groups: readonly (PolicyGroup & { everyone: boolean })[]
}

type Outcome = { policy: Policy; step: SignInStep }

const outcomeOf = (profile: Profile, scenario: Scenario): Outcome => {
  const { settings, groups, freeTokens } = scenario
  const mine = groups.filter(({ id, everyone }) => everyone || profile.groups.includes(id))
  const policy = policyFor(settings, profile, mine, freeTokens)
  return { policy, step: nextStep(policy, profile.factors, false) }
}

/** Whether somebody gets in by themselves, if need be after enrolling. */
const getsIn = ({ step }: Outcome): boolean => step !== 'blocked' && step !== 'ticket'

/**
 * What a change of settings or groups does to the people that there are. Disabled people play no part.
 * It is refused where no super admin could sign in any more.
 */
export const consequencesOf = (
  population: readonly Profile[],
  before: Scenario,
  after: Scenario,
): Consequences => {
  const compared = population
    .filter(({ disabled }) => !disabled)
    .map((profile) => ({
      profile,
      was: outcomeOf(profile, before),
      is: outcomeOf(profile, after),
    }))
  const affected = (happens: (was: Outcome, is: Outcome) => boolean): Affected =>
    sum(compared.filter(({ was, is }) => happens(was, is)).map(({ profile }) => profile))
  const superAdmins = compared.filter(({ profile }) => profile.role === 'super_admin')
  return {
    newlyRequired: affected((was, is) => !was.policy.mfaRequired && is.policy.mfaRequired),
    noLongerRequired: affected((was, is) => was.policy.mfaRequired && !is.policy.mfaRequired),
    mustEnroll: affected((was, is) => was.step !== 'enrollment' && is.step === 'enrollment'),
    needTicket: affected((was, is) => was.step !== 'ticket' && is.step === 'ticket'),
    lockedOut: affected((was, is) => was.step !== 'blocked' && is.step === 'blocked'),
    mustRegister: affected((was, is) => was.step !== 'registration' && is.step === 'registration'),
    losesTrust: affected((was, is) => was.policy.mayTrust && !is.policy.mayTrust),
    refused: superAdmins.some(({ profile, is }) => profile.hasPassword && getsIn(is))
      ? null
      : 'no-super-admin',
  }
}

const mostExamples = 5

const sum = (profiles: Profile[]): Affected => ({
  people: profiles.reduce((total, { people }) => total + people, 0),
  examples: profiles.flatMap(({ examples }) => examples).slice(0, mostExamples),
})

/** How many must have a second factor, and how many have one. */
export const coverageOf = (population: readonly Profile[], scenario: Scenario) => {
  const active = population.filter(({ disabled }) => !disabled)
  const count = (counts: (profile: Profile) => boolean, of = active) =>
    of.reduce((total, profile) => total + (counts(profile) ? profile.people : 0), 0)
  const isRequired = (profile: Profile) => outcomeOf(profile, scenario).policy.mfaRequired
  const isEnrolled = ({ factors }: Profile) => factors.some(({ state }) => state === 'confirmed')
  const ofRole = (role: Profile['role']) => {
    const those = active.filter((profile) => profile.role === role)
    return { people: count(() => true, those), enrolled: count(isEnrolled, those) }
  }
  return {
    people: count(() => true),
    disabled: count(({ disabled }) => disabled, [...population]),
    required: count(isRequired),
    enrolled: count(isEnrolled),
    unprotected: count((profile) => isRequired(profile) && !isEnrolled(profile)),
    byRole: {
      user: ofRole('user'),
      admin: ofRole('admin'),
      super_admin: ofRole('super_admin'),
    },
  }
}
