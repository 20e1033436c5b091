import type { Area } from '../operation.ts'

export const signingKey: Area = {
  tag: 'Signing keys',
  about: 'What ID tokens, access tokens and assertions are signed with.',
  from: 'pages',
  operations: {
    'GET /api/admin/signing-keys': {
      id: 'listSigningKeys',
      summary: 'List the keys that are in use, waiting, or met for a while yet',
      who: 'console',
      answer: '`keys`, without their private halves.',
    },
    'POST /api/admin/signing-keys/rotate': {
      id: 'rotateSigningKey',
      summary: 'Sign with a new key from now on',
      detail: 'With `withdraw` nothing that the former keys signed is believed any more.',
      who: 'console',
      answer: 'All keys as they are now.',
    },
  },
}
