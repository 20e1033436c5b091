import type { AppPolicy, FactorNeed } from '../../schema/api/application.ts'

/** What a sign-in proved, and of whom: all that applications decide by. Times are unix seconds. */
export type Standing = {
  /** Ids, that of everybody left out. */
  groupIds: readonly string[]
  authTime: number
  /** When a second factor was last proved; null: none was. */
  factorAt: number | null
  /** When a passkey was. */
  phishingResistantAt: number | null
  /** Whether a trusted browser spared the factor, and policy still lets this person trust one. */
  trusted: boolean
}

/** The part of an application's policy that a rule of a site may add to. */
export type Demand = Pick<AppPolicy, 'factor' | 'maxAge' | 'acceptTrust'>

/**
 * Whether somebody signed in gets into an application. `step-up`: not yet; once they have proved `needs`
 * (`anew` where it was, but too long ago).
 */
export type Verdict =
  | { kind: 'allowed' }
  | { kind: 'denied'; reason: 'group' }
  | { kind: 'step-up'; needs: FactorNeed; anew: boolean }

/** Deny by default: of an application for groups that has none, nobody is let in. */
export const judge = (
  app: Pick<AppPolicy, 'audience' | 'groups'> & Demand,
  standing: Standing,
  now: number,
): Verdict => {
  if (!isInAudience(app, standing.groupIds)) return { kind: 'denied', reason: 'group' }
  return judgeProof(app, standing, now)
}

/** Whether somebody in these groups is among those who may use it. */
export const isInAudience = (
  { audience, groups }: Pick<AppPolicy, 'audience' | 'groups'>,
  groupIds: readonly string[],
): boolean => audience === 'everyone' || groups.some((id) => groupIds.includes(id))

/** As `judge`, for what was proved alone. */
export const judgeProof = (demand: Demand, standing: Standing, now: number): Verdict => {
  const { factor: needs, maxAge } = demand
  const provedAt = provedFor(demand, standing)
  if (provedAt === null) return { kind: 'step-up', needs, anew: false }
  return maxAge !== null && now > provedAt + maxAge
    ? { kind: 'step-up', needs, anew: true }
    : { kind: 'allowed' }
}

/** When what is needed was last proved; null: it was not. */
export const provedFor = ({ factor, acceptTrust }: Demand, standing: Standing): number | null => {
  switch (factor) {
    case 'phishing-resistant':
      return standing.phishingResistantAt
    case 'second-factor':
      return standing.factorAt ?? (acceptTrust && standing.trusted ? standing.authTime : null)
    case 'policy':
      // A trusted browser is what policy asked for; an application may want more.
      return standing.trusted && !acceptTrust ? standing.factorAt : standing.authTime
  }
}

const strength: readonly FactorNeed[] = ['policy', 'second-factor', 'phishing-resistant']

/** Both demands at once: the stronger factor, and the fresher. */
export const both = (a: Demand, b: Demand): Demand => ({
  factor: strength[Math.max(strength.indexOf(a.factor), strength.indexOf(b.factor))] ?? a.factor,
  maxAge:
    a.maxAge === null || b.maxAge === null ? (a.maxAge ?? b.maxAge) : Math.min(a.maxAge, b.maxAge),
  acceptTrust: a.acceptTrust && b.acceptTrust,
})

/**
 * How surely somebody is who they say: `aal1` and `aal2` after the levels of NIST SP 800-63B, `phr` as in
 * OpenID Connect Extended Authentication Profile 1.0. A trusted browser proves nothing.
 */
export const acrValues = ['aal1', 'aal2', 'phr'] as const
export type Acr = (typeof acrValues)[number]
export const acrOf = ({ factorAt, phishingResistantAt }: Standing): Acr => {
  if (phishingResistantAt !== null) return 'phr'
  return factorAt === null ? 'aal1' : 'aal2'
}

/** What must be proved for an `acr` that was asked for. */
export const needOf: Record<Acr, FactorNeed> = {
  aal1: 'policy',
  aal2: 'second-factor',
  phr: 'phishing-resistant',
}

/** What was proved when somebody let an application in. */
export type Proved = { acr: Acr; trusted: boolean }

/** Whether that reaches what the application needs by now. */
export const isEnough = (
  { acr, trusted }: Proved,
  { factor, acceptTrust }: Omit<Demand, 'maxAge'>,
): boolean =>
  (factor === 'second-factor' && acceptTrust && trusted) ||
  strength.indexOf(needOf[acr]) >= strength.indexOf(factor)

/**
 * Whether that still is what policy asks of the person, where they are not there to be asked: a sign-in by
 * the password alone is not, once they must use a second factor.
 */
export const isStillAsked = (
  { acr, trusted }: Proved,
  { mfaRequired, mayTrust }: { mfaRequired: boolean; mayTrust: boolean },
): boolean => !mfaRequired || acr !== 'aal1' || (trusted && mayTrust)
