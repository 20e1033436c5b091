import type { DecisionName, SignInStep } from '../../../../schema/api/policy.ts'

type Words = { yes: string; no: string }

/** What is decided of a person, in a sentence each. */
export const decisionWords: Record<DecisionName, Words> = {
  'mfa-required': {
    yes: 'Must use a second factor.',
    no: 'Need not use a second factor.',
  },
  'may-trust': { yes: 'May trust browsers.', no: 'May not trust browsers.' },
  'allow-totp': {
    yes: 'Authenticator apps are accepted.',
    no: 'Authenticator apps are not accepted.',
  },
  'allow-webauthn': { yes: 'Passkeys are accepted.', no: 'Passkeys are not accepted.' },
  'allow-hardware': {
    yes: 'Hardware tokens are accepted.',
    no: 'Hardware tokens are not accepted.',
  },
  'self-enrollment': {
    yes: 'May add and remove second factors by themselves.',
    no: 'May not add or remove second factors by themselves.',
  },
  'enrollment-ticket': {
    yes: 'Needs a ticket from an administrator to set up a second factor at sign-in.',
    no: 'Needs no ticket to set up a second factor at sign-in.',
  },
  'external-apps': {
    yes: 'Authenticator apps of others count.',
    no: 'Authenticator apps of others count only to register our own.',
  },
  'app-mfa': {
    yes: 'Registering our authenticator takes a code sent to the phone, or a second factor.',
    no: 'Registering our authenticator takes no code sent to the phone.',
  },
}

/** What comes once the password is right. */
export const stepWords: Record<SignInStep, string> = {
  'password-suffices': 'the password is enough',
  'trust-suffices': 'the password is enough, because the browser is trusted',
  factor: 'the password, then a second factor',
  registration:
    'the password, then a code of their authenticator app, then registering our own in its place',
  enrollment: 'the password, then setting up a second factor',
  ticket: 'the password, then setting up a second factor with a ticket from an administrator',
  blocked: 'no way in: none of what they have is accepted',
}
