import type { Area } from '../operation.ts'

const attempt = ['too_many_attempts', 'unavailable'] as const
const factor = ['factor_suspended', 'factor_not_allowed', 'enrollment_required'] as const

/** AuthenticationResponseJSON, of no passkey. */
const assertion = {
  id: 'A'.repeat(22),
  rawId: 'A'.repeat(22),
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' },
}

export const signIn: Area = {
  tag: 'Sign-in',
  about: 'From a password or a passkey to a session, in one step or two.',
  from: 'pages',
  operations: {
    'GET /api/setup': {
      id: 'readSetup',
      summary: 'Tell whether this installation waits for its first super admin',
      who: 'anyone',
      answer: '`needed`: whether it does.',
    },
    'POST /api/setup': {
      id: 'setUp',
      summary: 'Make the first super admin, once',
      who: 'anyone',
      status: 201,
      answer: 'Made, and signed in.',
      problems: ['forbidden', 'conflict', ...attempt],
      example: { token: 'from-the-link', username: 'ada', password: 'quite-unheard-of' },
    },
    'POST /api/login': {
      id: 'signIn',
      summary: 'Sign in with a password, and with a code in the same step',
      who: 'anyone',
      answer:
        '`status` is `authenticated`, `factor_required` or `enrollment_required`; `methods` says what helps.',
      problems: ['invalid_credentials', 'invalid_code', ...attempt],
      example: { username: 'ada', password: 'a difference engine of brass' },
    },
    'GET /api/login': {
      id: 'readPendingLogin',
      summary: 'Read what a sign-in that has begun still needs',
      who: 'pending',
      answer: 'As `POST /api/login` answered.',
    },
    'POST /api/login/factor': {
      id: 'proveFactor',
      summary: 'Finish a sign-in with a code',
      who: 'pending',
      answer: 'Signed in.',
      problems: ['invalid_code', ...factor, ...attempt],
      example: { method: 'totp', code: '492039' },
    },
    'POST /api/login/ticket': {
      id: 'useTicket',
      summary: 'Show the ticket without which this person may not enroll',
      who: 'pending',
      answer: 'What may be enrolled now.',
      problems: ['forbidden', 'invalid_code', ...attempt],
    },
    'POST /api/login/device': {
      id: 'proveDevice',
      summary: 'Finish a sign-in by the signature of a registered device',
      who: 'pending',
      answer: 'Signed in.',
      problems: ['invalid_code', ...factor, ...attempt],
    },
    'POST /api/login/passkey/options': {
      id: 'offerPasskey',
      summary: 'Begin a sign-in with a passkey',
      who: 'anyone',
      answer: 'PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3).',
      example: { username: 'ada' },
    },
    'POST /api/login/passkey': {
      id: 'provePasskey',
      summary: 'Sign in with a passkey, alone or as the second factor',
      who: 'anyone',
      answer: 'Signed in, or what is still needed.',
      problems: ['invalid_passkey', 'expired', 'user_verification_required', ...factor, ...attempt],
      example: { response: assertion },
    },
    'POST /api/password/reset': {
      id: 'resetPassword',
      summary: 'Choose a new password with a one-time code from an administrator',
      who: 'anyone',
      status: 204,
      answer: 'The new password counts.',
      problems: ['invalid_code', 'conflict', ...attempt],
      example: { username: 'ada', code: 'K7QW-M2XT', next: 'quite-unheard-of' },
    },
    'POST /api/logout': {
      id: 'signOut',
      summary: 'Sign out of this browser',
      who: 'anyone',
      status: 204,
      answer: 'Signed out, whoever asked.',
    },
  },
}
