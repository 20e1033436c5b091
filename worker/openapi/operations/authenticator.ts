import type { Area } from '../operation.ts'

const proving = ['invalid_code', 'too_many_attempts', 'factor_suspended'] as const

export const authenticator: Area = {
  tag: 'Authenticator',
  about: 'What our own authenticator asks: tokens handed over, and devices bound to a person.',
  from: 'pages',
  operations: {
    'POST /api/authenticator/activate': {
      id: 'activate',
      summary: 'Exchange an activation code for its token',
      who: 'anyone',
      answer: 'The otpauth `uri`.',
      problems: ['invalid_code', 'too_many_attempts'],
      example: { username: 'ada', activationCode: 'K7QW-M2XT' },
    },
    'GET /api/authenticator/register': {
      id: 'readRegistration',
      summary: 'Tell what registering this installation would take',
      who: 'enrollee',
      answer: 'Whether a message is needed, and which devices there are.',
      problems: ['factor_not_allowed'],
    },
    'POST /api/authenticator/register/sms': {
      id: 'sendRegistrationCode',
      summary: 'Send the code that registering needs to my phone',
      who: 'enrollee',
      answer: 'The end of the number, and until when the code is good.',
      problems: ['conflict', 'factor_not_allowed', 'step_up_required', 'too_many_attempts'],
    },
    'POST /api/authenticator/register': {
      id: 'registerDevice',
      summary: 'Begin to register this installation as a device of mine',
      who: 'enrollee',
      status: 201,
      answer: 'A seed, sealed for this installation alone.',
      problems: ['factor_not_allowed', 'step_up_required', 'expired', ...proving],
    },
    'POST /api/authenticator/register/:id/confirm': {
      id: 'confirmDevice',
      summary: 'Prove the device by its first code and a signature',
      who: 'enrollee',
      answer: '`enrolled`, or `authenticated` where a sign-in waited for it.',
      problems: ['not_found', 'expired', 'factor_not_allowed', 'step_up_required', ...proving],
    },
    'POST /api/authenticator/status': {
      id: 'readDeviceStatus',
      summary: 'Tell a device whether it still counts',
      who: 'anyone',
      answer: '`registered` or `retired`, and the server’s clock.',
      problems: ['factor_not_allowed'],
      example: {
        id: '4f1a2c1e-5a0e-4a57-9d0f-6f0f5d1c2b3a',
        at: 1_790_000_000,
        signature: 'A'.repeat(86),
      },
    },
  },
}
