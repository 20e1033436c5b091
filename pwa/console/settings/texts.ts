import type { SettingName } from '../../../schema/policy.ts'

/** The sections of the page, in their order. */
export const sections = {
  require: {
    title: 'Who must use a second factor',
    lead: 'By role. Groups and single people may be told to use one as well.',
  },
  trust: {
    title: 'Trusted browsers',
    lead: 'In a trusted browser the password alone is enough until the trust ends.',
  },
  totp: {
    title: 'Authenticator apps',
    lead: 'Digits, period and algorithm count for new keys; those that are in use stay as they are.',
  },
  authenticator: {
    title: 'Our own authenticator',
    lead: 'Setting up the Latchkey authenticator, and signing in to its online features.',
  },
  hardware: { title: 'Hardware tokens', lead: 'Physical tokens with a display.' },
  passkeys: {
    title: 'Passkeys',
    lead: 'Groups say who may use passkeys. Here you say which ones, and where.',
  },
  session: {
    title: 'Sessions',
    lead: 'How long somebody stays signed in, and when to ask again.',
  },
} as const
export type SectionName = keyof typeof sections

export type SettingText = {
  section: SectionName
  name: string
  meaning: string
  /** What a number counts, or words for the choices. */
  unit?: string
  choices?: Readonly<Record<string, string>>
  /** What it means that nothing is set, where it can be empty. */
  empty?: string
  /** A list: what stands on each line. */
  line?: string
}

const required =
  'Adding or changing a person of this role needs the mark ‘second factor required’. Switching this on changes nobody by itself.'
const firstState = 'How ‘second factor required’ starts on the form for a new person of this role.'
const trusts =
  'People of this role may trust a browser, unless their own mark says that they may not.'

/** Every setting in words. A setting without a line does not compile. */
export const settingTexts: Record<SettingName, SettingText> = {
  'mfa.required.user': { section: 'require', name: 'Required for users', meaning: required },
  'mfa.required.admin': { section: 'require', name: 'Required for admins', meaning: required },
  'mfa.required.super_admin': {
    section: 'require',
    name: 'Required for super admins',
    meaning: required,
  },
  'mfa.default.user': { section: 'require', name: 'First state for users', meaning: firstState },
  'mfa.default.admin': { section: 'require', name: 'First state for admins', meaning: firstState },
  'mfa.default.super_admin': {
    section: 'require',
    name: 'First state for super admins',
    meaning: firstState,
  },
  'enrollment.at_login': {
    section: 'require',
    name: 'Setting up at sign-in',
    meaning:
      'Open: who must set up a second factor does so at sign-in with the password. Ticket: only with a one-time ticket from an administrator as well.',
    choices: { open: 'Open', ticket: 'Ticket' },
  },
  'trust.user': { section: 'trust', name: 'Users may trust browsers', meaning: trusts },
  'trust.admin': { section: 'trust', name: 'Admins may trust browsers', meaning: trusts },
  'trust.super_admin': {
    section: 'trust',
    name: 'Super admins may trust browsers',
    meaning: trusts,
  },
  'trust.days': {
    section: 'trust',
    name: 'Length of trust',
    meaning:
      'How long a browser stays trusted. Browsers that are trusted already are judged by it too.',
    unit: 'days',
  },
  'totp.issuer': {
    section: 'totp',
    name: 'Issuer',
    meaning: 'The name of this place as authenticator apps show it beside the code.',
  },
  'totp.digits': {
    section: 'totp',
    name: 'Digits of a code',
    meaning: 'Some older apps show six digits whatever is asked of them.',
  },
  'totp.period': {
    section: 'totp',
    name: 'Life of a code',
    meaning: 'How long an app shows one code before the next one.',
    choices: { 30: '30 s', 60: '60 s' },
  },
  'totp.algorithm': {
    section: 'totp',
    name: 'Algorithm',
    meaning: 'SHA-1 works in every app, and is sound here; not all apps know the others.',
    choices: { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' },
  },
  'totp.drift_steps': {
    section: 'totp',
    name: 'Tolerance for clocks',
    meaning: 'How many codes before and after the present one are accepted too.',
    unit: 'steps',
  },
  'totp.key_length': {
    section: 'totp',
    name: 'Length of a key',
    meaning: 'How many characters a person types who cannot scan the picture.',
  },
  'totp.external_apps': {
    section: 'totp',
    name: 'Other authenticator apps',
    meaning:
      'On: any authenticator app counts. Off: only registered ones of ours. Codes of others then only let people register ours.',
  },
  'provisioning.minutes': {
    section: 'authenticator',
    name: 'Life of an activation code',
    meaning: 'How long a person has to type it into the authenticator.',
    unit: 'minutes',
  },
  'app.mfa_enabled': {
    section: 'authenticator',
    name: 'Code to the phone',
    meaning:
      'Registering a first device takes a code that is sent to the phone, unless another second factor or a ticket was shown. Groups may say otherwise.',
  },
  'app.max_devices': {
    section: 'authenticator',
    name: 'Devices per person',
    meaning:
      'How many authenticators of ours one person may have registered at a time. One more, and the oldest stops working.',
    unit: 'devices',
  },
  'hardware.drift_steps': {
    section: 'hardware',
    name: 'Tolerance for the clocks of tokens',
    meaning:
      'How many codes before and after the expected one are accepted too. Each sign-in learns how far a token’s clock is off.',
    unit: 'steps',
  },
  'webauthn.user_verification': {
    section: 'passkeys',
    name: 'Check of the person',
    meaning:
      'Whether a passkey beside a password must check who is there, by fingerprint, face or PIN. A passkey alone always must.',
    choices: { required: 'Required', preferred: 'Preferred', discouraged: 'Not asked' },
  },
  'webauthn.attestation': {
    section: 'passkeys',
    name: 'Authenticators that are let in',
    meaning:
      'Empty: all. Else only these models, by AAGUID, and each new passkey must prove its model. Passkeys of most password managers cannot, so they are then kept out.',
    empty: 'all',
    line: 'AAGUID',
  },
  'webauthn.rp_id': {
    section: 'passkeys',
    name: 'Domain of passkeys',
    meaning:
      'The domain that passkeys are made for: this host, or a domain above it. A change makes every passkey useless that was made before.',
    empty: 'the host of this address',
  },
  'webauthn.origins': {
    section: 'passkeys',
    name: 'Related origins',
    meaning:
      'Other addresses of yours whose pages may use the same passkeys, like https://id.example.com.',
    empty: 'none',
    line: 'origin',
  },
  'session.idle_minutes': {
    section: 'session',
    name: 'End after idling',
    meaning: 'Who does nothing for so long is signed out.',
    unit: 'minutes',
  },
  'session.max_hours': {
    section: 'session',
    name: 'Longest session',
    meaning: 'Everybody signs in again after that time, idle or not.',
    unit: 'hours',
  },
  'admin.step_up_minutes': {
    section: 'session',
    name: 'Fresh proof for administrators',
    meaning:
      'Changes that matter ask for a second factor again when the last one is older than this.',
    unit: 'minutes',
  },
}
