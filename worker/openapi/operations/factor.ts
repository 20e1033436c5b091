import type { Area } from '../operation.ts'

const adding = ['factor_not_allowed', 'step_up_required'] as const
const proving = ['invalid_code', 'too_many_attempts', 'factor_suspended'] as const

export const factor: Area = {
  tag: 'Factors',
  about: 'Second factors: each is proved once before it counts.',
  from: 'pages',
  operations: {
    'GET /api/factors': {
      id: 'listFactors',
      summary: 'List my second factors, and which kinds I may add',
      who: 'enrollee',
      answer: '`factors`, `enrollable`, and how many recovery codes are left.',
    },
    'PATCH /api/factors/:id': {
      id: 'nameFactor',
      summary: 'Give one of my factors a name',
      who: 'session',
      answer: 'The factor as it is now.',
      problems: ['not_found'],
    },
    'DELETE /api/factors/:id': {
      id: 'removeFactor',
      summary: 'Remove one of my factors',
      who: 'session',
      status: 204,
      answer: 'It counts no more.',
      problems: ['not_found', 'conflict', 'forbidden', 'step_up_required'],
    },
    'POST /api/factors/totp': {
      id: 'startTotp',
      summary: 'Begin to add an authenticator app',
      who: 'enrollee',
      status: 201,
      answer: 'Its `secret`, and the same as an otpauth `uri`. It counts once a code is confirmed.',
      problems: adding,
    },
    'POST /api/factors/totp/:id/confirm': {
      id: 'confirmTotp',
      summary: 'Prove the authenticator app by its first code',
      who: 'enrollee',
      answer: '`enrolled`, or `authenticated` where a sign-in waited for it.',
      problems: ['not_found', ...proving, 'step_up_required'],
    },
    'POST /api/factors/passkey/options': {
      id: 'offerNewPasskey',
      summary: 'Begin to add a passkey',
      who: 'enrollee',
      answer: 'PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3).',
      problems: adding,
    },
    'POST /api/factors/passkey': {
      id: 'addPasskey',
      summary: 'Add the passkey that the browser made',
      who: 'enrollee',
      status: 201,
      answer: '`enrolled`, or `authenticated` where a sign-in waited for it.',
      problems: ['invalid_passkey', 'expired', 'conflict', ...adding],
    },
    'POST /api/factors/hardware': {
      id: 'addHardwareToken',
      summary: 'Register a hardware token by its serial and the code that it shows',
      who: 'enrollee',
      answer: '`enrolled`, or `authenticated` where a sign-in waited for it.',
      problems: ['conflict', ...proving, ...adding],
    },
    'POST /api/factors/hardware/:id/resync': {
      id: 'resyncHardwareToken',
      summary: 'Learn how far the clock of my hardware token is off',
      who: 'session',
      answer: '`drift`, in time steps.',
      problems: ['not_found', ...proving],
    },
    'POST /api/factors/recovery': {
      id: 'makeRecoveryCodes',
      summary: 'Make new recovery codes; the former are dead',
      who: 'session',
      status: 201,
      answer: '`codes`, shown this once.',
      problems: ['conflict', 'forbidden', 'step_up_required'],
    },
    'POST /api/provisioning': {
      id: 'makeProvisioning',
      summary: 'Make a token of mine for an authenticator; each call retires the last',
      who: 'session',
      status: 201,
      answer: 'The secret, the same as a URI, and an activation code that expires.',
      problems: ['forbidden', 'factor_not_allowed', 'step_up_required'],
    },
  },
}
