import type {
  ApiDetails,
  NewApplication,
  OidcDetails,
  SiteDetails,
  SiteRule,
} from '../../schema/api/application.ts'

/** Where an application contradicts itself, and how. */
export type ApplicationFault = { field: string; detail: string }

/** The first contradiction in what an administrator wrote, or null: what is stored means one thing. */
export const faultIn = (app: NewApplication, ownOrigin: string): ApplicationFault | null =>
  faultInAudience(app) ?? faultInKind(app, ownOrigin)

const faultInKind = (app: NewApplication, ownOrigin: string): ApplicationFault | null => {
  switch (app.kind) {
    case 'oidc':
      return faultInClient(app.details)
    case 'site':
      return faultInSite(app.details, ownOrigin)
    case 'api':
      return faultInProgram(app, app.details)
  }
}

const faultInAudience = ({ audience, groups }: NewApplication): ApplicationFault | null => {
  if (audience === 'groups' && groups.length === 0)
    return { field: 'groups', detail: 'Name at least one group: else nobody may use it.' }
  if (audience === 'everyone' && groups.length > 0)
    return { field: 'groups', detail: 'It is for everyone: no group decides.' }
  return null
}

const faultInClient = (client: OidcDetails): ApplicationFault | null => {
  const { clientAuthentication, jwks, redirectUris } = client
  if (redirectUris.length === 0)
    return { field: 'redirectUris', detail: 'Name at least one: nobody could come back to it.' }
  if (isTwice(redirectUris)) return { field: 'redirectUris', detail: 'One of them is named twice.' }
  if (clientAuthentication === 'private_key_jwt' && jwks.length === 0)
    return { field: 'jwks', detail: 'It signs what it asks for: give at least one public key.' }
  if (clientAuthentication !== 'private_key_jwt' && jwks.length > 0)
    return { field: 'jwks', detail: 'Keys are for clients that sign what they ask for.' }
  if (isTwice(jwks.flatMap(({ kid }) => kid ?? [])))
    return { field: 'jwks', detail: 'Two of these keys have one kid.' }
  return null
}

const faultInSite = (site: SiteDetails, ownOrigin: string): ApplicationFault | null => {
  const { origins, upstream, rules } = site
  if (origins.includes(ownOrigin))
    return { field: 'origins', detail: 'Latchkey itself is at this origin.' }
  if (isTwice(origins)) return { field: 'origins', detail: 'One of them is named twice.' }
  if (upstream && URL.parse(upstream)?.origin === ownOrigin)
    return { field: 'upstream', detail: 'Latchkey itself is at this address.' }
  for (const rule of rules) {
    const detail = faultInRule(rule)
    if (detail) return { field: 'rules', detail: `${rule.path}: ${detail}` }
  }
  const twice = rules.find((rule, i) => rules.findIndex((other) => covers(other, rule)) < i)
  return twice
    ? { field: 'rules', detail: `${twice.path}: a rule before it holds for the same requests.` }
    : null
}

/** Whether whatever fits one rule fits that one: then it never comes to the second. */
const covers = (rule: SiteRule, other: SiteRule): boolean =>
  rule.path === other.path &&
  (rule.methods.length === 0 ||
    (other.methods.length > 0 && other.methods.every((method) => rule.methods.includes(method))))

const faultInRule = ({ path, access, groups, factor, maxAge }: SiteRule): string | null => {
  // Requests are looked at in their one spelling, in which none of these is left.
  if (path !== '/' && path.slice(1).split('/').some(isNoSegment))
    return 'write it without dots, empty parts and a slash at the end.'
  const asks = groups.length > 0 || factor !== 'policy' || maxAge !== null
  if (access === 'open' && asks) return 'what is open asks nobody for groups or factors.'
  if (access === 'deny' && asks) return 'where nobody gets in, groups and factors decide nothing.'
  return null
}

const faultInProgram = (
  { factor, maxAge, acceptTrust }: NewApplication,
  { passwords, append, trust }: ApiDetails,
): ApplicationFault | null => {
  if (factor === 'phishing-resistant')
    return { field: 'factor', detail: 'A program passes codes on, and a passkey is no code.' }
  if (maxAge !== null)
    return { field: 'maxAge', detail: 'Each request proves everything anew: nothing gets old.' }
  if (passwords === 'there' && append)
    return { field: 'append', detail: 'No code can follow a password that is not checked here.' }
  if (trust && !acceptTrust)
    return { field: 'trust', detail: 'Trusted browsers are not accepted: nobody can trust one.' }
  return null
}

const isNoSegment = (segment: string): boolean => ['', '.', '..'].includes(segment)

const isTwice = (values: readonly string[]): boolean => new Set(values).size < values.length
