import type { ApplicationKind, FactorNeed, SiteRule } from '../../../schema/api/application.ts'

type KindText = { name: string; short: string; meaning: string; example: string }

/** What an application can be, in words for somebody who has to choose. */
export const kindTexts: Record<ApplicationKind, KindText> = {
  oidc: {
    name: 'App that speaks OpenID Connect',
    short: 'OpenID Connect',
    meaning: 'It sends people here to sign in, and gets to know who they are.',
    example: 'Nextcloud, Grafana, GitLab, your own web or phone app',
  },
  site: {
    name: 'Site behind a proxy',
    short: 'Site',
    meaning:
      'nginx, Caddy or Traefik asks here before it lets anybody through. The site changes nothing.',
    example: 'a wiki, a dashboard, an old intranet',
  },
  api: {
    name: 'Program with an API key',
    short: 'API key',
    meaning: 'It has a login form of its own, and asks here whether password and code are right.',
    example: 'a VPN, a cash register, an old application',
  },
}

export const factorTexts: Record<FactorNeed, { label: string; meaning: string }> = {
  policy: {
    label: 'As at sign-in',
    meaning: 'What settings and groups ask of the person is enough.',
  },
  'second-factor': {
    label: 'A second factor',
    meaning: 'Everybody proves a second factor, also those who need none to sign in.',
  },
  'phishing-resistant': {
    label: 'A passkey',
    meaning: 'Only a passkey counts: it cannot be given away to a forged page.',
  },
}

export const accessTexts: Record<SiteRule['access'], { label: string; meaning: string }> = {
  policy: {
    label: 'Sign-in',
    meaning: 'Whoever may use the application, with what this rule adds.',
  },
  open: { label: 'Open', meaning: 'Anybody, without signing in. No identity is passed on.' },
  deny: { label: 'Nobody', meaning: 'Nobody gets in here, not even administrators.' },
}

/** Seconds, and how a person says them. */
export const ages: readonly { value: number | null; label: string }[] = [
  { value: null, label: 'As old as the session' },
  { value: 300, label: '5 minutes' },
  { value: 900, label: '15 minutes' },
  { value: 3600, label: '1 hour' },
  { value: 28_800, label: '8 hours' },
  { value: 86_400, label: '1 day' },
]

export const scopeTexts = {
  validate: { label: 'Check passwords and codes', hint: 'POST /api/validate' },
  trust: { label: 'Trust browsers', hint: 'POST /api/validate/trust' },
} as const
