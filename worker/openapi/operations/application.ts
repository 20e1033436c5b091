import type { Area } from '../operation.ts'

const one = ['not_found', 'conflict'] as const

export const adminApplication: Area = {
  tag: 'Relying applications',
  about: 'Which applications may ask who somebody is, for whom, and with what proof.',
  from: 'pages',
  operations: {
    'GET /api/admin/applications': {
      id: 'listApplications',
      summary: 'List all relying applications',
      who: 'console',
      answer: '`applications`.',
    },
    'POST /api/admin/applications': {
      id: 'addApplication',
      summary: 'Add a relying application',
      who: 'console',
      status: 201,
      answer: 'The `id` of the new application: what OpenID Connect calls `client_id`.',
      problems: ['conflict'],
      example: {
        kind: 'oidc',
        name: 'Wiki',
        details: { redirectUris: ['https://wiki.example.org/callback'] },
      },
    },
    'GET /api/admin/applications/:id': {
      id: 'readApplication',
      summary: 'Read one application and its keys',
      who: 'console',
      answer: 'The application; of its keys no secret.',
      problems: ['not_found'],
    },
    'PATCH /api/admin/applications/:id': {
      id: 'changeApplication',
      summary: 'Say anew all that an application is, as of the version that was read',
      who: 'console',
      answer: 'The application as it is now.',
      problems: one,
    },
    'POST /api/admin/applications/:id/disable': {
      id: 'disableApplication',
      summary: 'Let nobody into an application for now',
      who: 'console',
      answer: 'The application as it is now.',
      problems: one,
    },
    'POST /api/admin/applications/:id/enable': {
      id: 'enableApplication',
      summary: 'Let people into an application again',
      who: 'console',
      answer: 'The application as it is now.',
      problems: one,
    },
    'DELETE /api/admin/applications/:id': {
      id: 'deleteApplication',
      summary: 'Delete an application with all that people had there',
      who: 'console',
      status: 204,
      answer: 'It is gone.',
      problems: one,
    },
    'POST /api/admin/applications/:id/keys': {
      id: 'addApplicationKey',
      summary: 'Make a client secret or an API key',
      who: 'console',
      status: 201,
      answer: 'The key with its `secret`, shown this once.',
      problems: one,
      example: { name: 'Server room', scopes: ['validate'], expiresInDays: 365 },
    },
    'DELETE /api/admin/applications/:id/keys/:key': {
      id: 'deleteApplicationKey',
      summary: 'Make a secret or a key worthless',
      who: 'console',
      status: 204,
      answer: 'It counts no more.',
      problems: one,
    },
    'POST /api/admin/applications/:id/test': {
      id: 'testApplication',
      summary: 'Tell whether somebody would get into an application, and why not',
      who: 'console',
      answer: 'What would happen; nothing does.',
      problems: ['not_found'],
      example: { username: 'ada' },
    },
  },
}
