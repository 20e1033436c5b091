import type { Area } from '../operation.ts'

export const authorization: Area = {
  tag: 'My applications',
  about: 'What stands between somebody and an application, and what they let it know.',
  from: 'pages',
  operations: {
    'POST /api/authorization': {
      id: 'judgeEntry',
      summary: 'Tell what stands between me and an application, and say yes or no to its question',
      who: 'anyone',
      answer: '`status` says what is due; `redirect` with `location`, where nothing is.',
      problems: ['conflict'],
      example: { query: 'client_id=4f1a2c1e-5a0e-4a57-9d0f-6f0f5d1c2b3a&response_type=code' },
    },
    'GET /api/applications': {
      id: 'listMyApplications',
      summary: 'List the applications that I may use, and what I let them know',
      who: 'session',
      answer: 'One line for each.',
    },
    'DELETE /api/applications/:id': {
      id: 'forgetApplication',
      summary: 'Take back what I let an application have',
      who: 'session',
      status: 204,
      answer: 'Its tokens count no more, and it asks again.',
      problems: ['not_found'],
    },
  },
}
