import { type Action, reachOf, ruleOf } from '../domain/authority.ts'
import { cookies } from '../http/tokens.ts'
import type { Caller } from './operation.ts'

const cookie = (name: string, description: string) => ({
  type: 'apiKey',
  in: 'cookie',
  name: `__Host-${name}`,
  description,
})
const http = (scheme: 'basic' | 'bearer', description: string) => ({
  type: 'http',
  scheme,
  description,
})

export const securitySchemes = {
  session: cookie(cookies.session, 'Of a browser in which somebody is signed in.'),
  pendingLogin: cookie(cookies.pending, 'Of a browser in which a sign-in has begun.'),
  apiKey: http('bearer', 'An API key of an application, `lka_…`, made in the console.'),
  client: http(
    'basic',
    'Client id and secret. Others authenticate in the body: `client_secret`, or `client_assertion` (RFC 7523).',
  ),
  accessToken: http('bearer', 'What the token endpoint answered as `access_token`.'),
}

/** OpenAPI's `security`: any one of them is enough. */
export const securityOf: Record<Caller, Partial<Record<keyof typeof securitySchemes, []>>[]> = {
  anyone: [],
  pending: [{ pendingLogin: [] }],
  enrollee: [{ session: [] }, { pendingLogin: [] }],
  session: [{ session: [] }],
  console: [{ session: [] }],
  'api-key': [{ apiKey: [] }],
  // A public client has its id in the body, and nothing to prove.
  client: [{ client: [] }, {}],
  'access-token': [{ accessToken: [] }],
}

/** Who of an organization that is, in a sentence. */
export const audienceOf = (action: Action): string => {
  const { fresh } = ruleOf(action)
  const admins = reachOf('admin', action)
  const whom = admins.includes('admin')
    ? 'For administrators.'
    : admins.length > 0
      ? 'For administrators where it is about people of role `user`, for super administrators always.'
      : 'For super administrators.'
  return fresh ? `${whom} A factor must have been proved lately (\`step_up_required\`).` : whom
}
