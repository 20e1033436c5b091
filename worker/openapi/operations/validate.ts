import { ValidateAnswer, ValidateTrustAnswer } from '../../../schema/api/validate.ts'
import type { Area } from '../operation.ts'

export const validate: Area = {
  tag: 'Validation',
  about: 'For applications that know no second factor: they ask with an API key who somebody is.',
  from: 'programs',
  operations: {
    'POST /api/validate': {
      id: 'validate',
      summary: 'Tell whether that is this person',
      detail:
        'Policy and the application say what it takes. Where the application lets codes ride along, `password` may end in one.',
      who: 'api-key',
      answer:
        '`accept`; `challenge`: ask for a code and send it with `challenge` in place of the password; or `reject`.',
      schema: ValidateAnswer,
      problems: ['unavailable'],
      example: { username: 'ada', password: 'a difference engine of brass', code: '492039' },
    },
    'POST /api/validate/trust': {
      id: 'validateTrust',
      summary: 'Trust the browser in which this person has just proved a factor',
      who: 'api-key',
      answer: 'A token for the application to keep in that browser. Each use brings the next.',
      schema: ValidateTrustAnswer,
      problems: ['expired', 'forbidden', 'unavailable'],
      example: { receipt: 'from-an-answer-accept' },
    },
  },
}
