import type { AppPolicy, SiteRule } from '../../schema/api/application.ts'
import { both, type Demand, judge, type Standing, type Verdict } from './application.ts'
import type { SiteRequest } from './forwarded.ts'

/** An application's policy with the rules of its site. */
export type SitePolicy = AppPolicy & { details: { rules: readonly SiteRule[] } }

/** What a request to a site takes. */
export type SiteDemand =
  | { kind: 'open' }
  | { kind: 'deny' }
  /** Beside who may use the application: each of `groups` is a list of which one must be theirs. */
  | { kind: 'policy'; demand: Demand; groups: readonly (readonly string[])[] }

/**
 * What holds for this request: the first rule that fits, or the application's own policy. A path that may
 * mean another one to whoever serves it must satisfy every rule that is not open, at once.
 */
export const siteDemand = (app: SitePolicy, request: SiteRequest): SiteDemand => {
  const rules = rulesFor(app, request)
  return rules.some(({ access }) => access === 'open') ? { kind: 'open' } : demandOf(app, rules)
}

/** The rule that decides, if one fits; all that may fit where that is not certain. */
export const rulesFor = (app: SitePolicy, request: SiteRequest): SiteRule[] => {
  const rules = app.details.rules.filter((rule) => fitsMethod(rule, request.method))
  if (request.ambiguous) return rules.filter(isRestricting)
  const first = rules.find((rule) => fitsPath(rule, request))
  return first ? [first] : []
}

const isRestricting = ({ access }: SiteRule): boolean => access !== 'open'

const demandOf = (app: SitePolicy, rules: readonly SiteRule[]): SiteDemand => {
  if (rules.some(({ access }) => access === 'deny')) return { kind: 'deny' }
  return {
    kind: 'policy',
    // What an application says of trusted browsers holds for its rules.
    demand: rules.reduce<Demand>(
      (demand, { factor, maxAge }) => both(demand, { factor, maxAge, acceptTrust: true }),
      app,
    ),
    groups: rules.map(({ groups }) => groups).filter((groups) => groups.length > 0),
  }
}

/** HEAD tells what GET does (RFC 9110, section 9.3.2). What restricts counts in any case. */
const fitsMethod = ({ methods, access }: SiteRule, method: string): boolean => {
  if (methods.length === 0) return true
  const asked = access === 'open' ? method : method.toUpperCase()
  return methods.includes(asked) || (asked === 'HEAD' && methods.includes('GET'))
}

/** What opens is compared as it is written, what restricts as its most generous reader would. */
const fitsPath = ({ path, access }: SiteRule, request: SiteRequest): boolean =>
  access === 'open'
    ? isWithin(request.path, path, /^\//)
    : isWithin(request.plainPath, path.toLowerCase().replace(/\/$/, ''), /^[/?#]/)

const isWithin = (path: string, top: string, goesOn: RegExp): boolean =>
  path === top ||
  (path.startsWith(top) && (top.endsWith('/') || goesOn.test(path.slice(top.length))))

/** Whether somebody gets in: by the application's own groups, by those of its rules, by what they proved. */
export const judgeSite = (
  app: SitePolicy,
  { demand, groups }: Extract<SiteDemand, { kind: 'policy' }>,
  standing: Standing,
  now: number,
): Verdict => {
  const isIn = (ids: readonly string[]) => ids.some((id) => standing.groupIds.includes(id))
  if (!groups.every(isIn)) return { kind: 'denied', reason: 'group' }
  return judge({ ...app, ...demand }, standing, now)
}
