import type {
  Application,
  ApplicationKind,
  NewApplication,
  OidcDetails,
  SiteDetails,
  SiteRule,
} from '../../../schema/api/application.ts'

/** An application as it stands on the form: lists as the lines that were typed, keys as JSON. */
export type ApplicationDraft = { app: NewApplication; jwks: string }

const policy = {
  name: '',
  homeUrl: '',
  audience: 'everyone' as const,
  groups: [],
  factor: 'policy' as const,
  maxAge: null,
  acceptTrust: true,
}

const empty: { [K in ApplicationKind]: Extract<NewApplication, { kind: K }> } = {
  oidc: {
    kind: 'oidc',
    ...policy,
    details: {
      clientAuthentication: 'client_secret',
      jwks: [],
      redirectUris: [''],
      postLogoutRedirectUris: [],
      backchannelLogoutUri: '',
      idTokenAlgorithm: 'ES256',
      firstParty: true,
      refreshTokens: true,
      requirePushedRequests: false,
      audienceUri: '',
    },
  },
  site: {
    kind: 'site',
    ...policy,
    details: { origins: [''], rules: [], checks: 'minute', upstream: '' },
  },
  api: { kind: 'api', ...policy, details: { passwords: 'here', append: false, trust: false } },
}

export const emptyDraft = (kind: ApplicationKind): ApplicationDraft => ({
  app: empty[kind],
  jwks: '',
})

export const draftOf = (found: Application): ApplicationDraft => {
  const { id: _i, version: _v, createdAt: _c, disabledAt: _d, keys: _k, ...app } = found
  const jwks = app.kind === 'oidc' && app.details.jwks.length > 0 ? app.details.jwks : null
  return { app, jwks: jwks ? JSON.stringify({ keys: jwks }, null, 2) : '' }
}

/** What the wire is told. @throws SyntaxError where the keys are no JSON */
export const wireOf = ({ app, jwks }: ApplicationDraft): NewApplication => {
  const common = { name: app.name.trim(), homeUrl: webUrl(app.homeUrl) }
  const groups = app.audience === 'groups' ? app.groups : []
  switch (app.kind) {
    case 'oidc':
      return { ...app, ...common, groups, details: clientOf(app.details, jwks) }
    case 'site':
      return { ...app, ...common, groups, details: siteOf(app.details) }
    case 'api':
      return { ...app, ...common, groups }
  }
}

/** Whether saving would change anything. What cannot be read yet is a change, too. */
export const differs = (draft: ApplicationDraft, from: ApplicationDraft): boolean => {
  try {
    return JSON.stringify(wireOf(draft)) !== JSON.stringify(wireOf(from))
  } catch {
    return true
  }
}

const clientOf = (details: OidcDetails, jwks: string): OidcDetails => ({
  ...details,
  jwks: details.clientAuthentication === 'private_key_jwt' ? keysIn(jwks) : [],
  redirectUris: filled(details.redirectUris),
  postLogoutRedirectUris: filled(details.postLogoutRedirectUris),
  backchannelLogoutUri: webUrl(details.backchannelLogoutUri),
  audienceUri: webUrl(details.audienceUri),
})

/** One key, a list of them, or a set as it is published (RFC 7517, section 5). */
const keysIn = (text: string): OidcDetails['jwks'] => {
  if (text.trim() === '') return []
  const parsed = JSON.parse(text) as { keys?: OidcDetails['jwks'] } | OidcDetails['jwks']
  if (Array.isArray(parsed)) return parsed
  return parsed.keys ?? ([parsed] as unknown as OidcDetails['jwks'])
}

const siteOf = (details: SiteDetails): SiteDetails => ({
  ...details,
  // People copy addresses, and those end with a slash.
  origins: filled(details.origins).map((origin) => origin.replace(/\/$/, '')),
  rules: details.rules.map(ruleOf),
  upstream: webUrl(details.upstream),
})

const ruleOf = (rule: SiteRule): SiteRule => {
  const methods = filled(rule.methods).map((method) => method.toUpperCase())
  const path = rule.path.trim()
  return rule.access === 'policy'
    ? { ...rule, path, methods }
    : { ...rule, path, methods, groups: [], factor: 'policy', maxAge: null }
}

const filled = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '')

const webUrl = (text: string): string => text.trim()
