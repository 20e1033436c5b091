import type * as v from 'valibot'
import type { OAuthErrorCode } from '../http/oauth-error.ts'
import type { Shape } from '../http/shape.ts'
import type { ProblemCode } from '../../schema/api/problem.ts'

/**
 * Who may call. `pending`: whose password was right, and nothing else yet. `enrollee`: signed in, or held at
 * the door until they enroll. `console`: as worker/domain/authority.ts says.
 */
export type Caller =
  | 'anyone'
  | 'pending'
  | 'enrollee'
  | 'session'
  | 'console'
  | 'api-key'
  | 'client'
  | 'access-token'

/** What no schema says of a route. Its request is described by what validates it. */
export type Operation = {
  /** Names it for ever: generated clients call their functions so. */
  id: string
  summary: string
  detail?: string
  who: Caller
  /** What success means; its shape where programs read it. */
  answer: string
  status?: 200 | 201 | 204 | 303
  schema?: v.GenericSchema
  /** `application/json` unless it is a file; several where the request chooses; none: there is no body. */
  media?: readonly string[]
  /** What else success says, by header. */
  headers?: Readonly<Record<string, string>>
  /** Where a browser is led instead (302). */
  elsewhere?: string
  /** What is read by hand, for it follows a specification of others. */
  reads?: Shape | readonly Shape[]
  /** Beside those that follow from who may call and from what is sent (problem-code.ts). */
  problems?: readonly ProblemCode[]
  /** The same where OAuth says it (RFC 6749, section 5.2). */
  oauth?: readonly OAuthErrorCode[]
  /** A body that its schema accepts. */
  example?: Record<string, unknown>
}

/** What belongs together, by 'METHOD /path'. */
export type Area = {
  tag: string
  about: string
  /** `pages`: called from our own pages, by cookie; `programs`: by others, and no cookie speaks. */
  from: 'pages' | 'programs'
  operations: Record<string, Operation>
}
