import type { Area } from '../operation.ts'

export const authorization: Area = {
  tag: 'Entering applications',
  about: 'What our own page asks when an application has sent somebody to it.',
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
  },
}
