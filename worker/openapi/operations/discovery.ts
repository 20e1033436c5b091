import type { Area } from '../operation.ts'

export const discovery: Area = {
  tag: 'Discovery',
  about: 'What this installation says of itself to whoever asks.',
  from: 'programs',
  operations: {
    'GET /api/openapi.json': {
      id: 'readOpenapi',
      summary: 'Read this document',
      who: 'anyone',
      answer: 'OpenAPI 3.1, with an `ETag`.',
    },
    'GET /.well-known/webauthn': {
      id: 'listPasskeyOrigins',
      summary: 'List the origins that may use passkeys of this one',
      who: 'anyone',
      answer: '`origins` (WebAuthn Level 3, section 5.11).',
    },
  },
}
