import type { ProblemCode } from '../../schema/api/problem.ts'
import { type Action, ruleOf } from '../domain/authority.ts'
import type { Shape } from '../http/shape.ts'
import type { Area, Caller, Operation } from './operation.ts'

export type Asked = {
  method: string
  area: Area
  operation: Operation
  shapes: Shape[]
  /** What the console's rules say of it, where they do. */
  action: Action | undefined
}

const ofCaller: Record<Caller, readonly ProblemCode[]> = {
  anyone: [],
  pending: ['expired'],
  enrollee: ['unauthenticated', 'forbidden', 'password_change_required'],
  session: ['unauthenticated', 'password_change_required'],
  console: ['unauthenticated', 'password_change_required', 'forbidden'],
  'api-key': ['invalid_api_key', 'insufficient_scope'],
  client: [],
  'access-token': [],
}

/** Every problem that this may answer: what follows from who may call and from what is sent, and its own. */
export const problemsOf = ({ method, area, operation, shapes, action }: Asked): ProblemCode[] => {
  const sends = shapes.some(({ part }) => part === 'json' || part === 'form')
  return [
    ...new Set<ProblemCode>([
      // From pages also what is wrong with a cookie, whatever else is asked (http/tokens.ts).
      ...(sends || area.from === 'pages' ? (['malformed_request'] as const) : []),
      ...(sends ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
      ...(needsOrigin(area, method) ? (['bad_origin'] as const) : []),
      ...ofCaller[operation.who],
      ...(action && ruleOf(action).fresh ? (['step_up_required'] as const) : []),
      ...(operation.problems ?? []),
      'internal_error',
    ]),
  ]
}

/** Whatever may change something must come from a page of ours (http/origin.ts). */
export const needsOrigin = ({ from }: Area, method: string): boolean =>
  from === 'pages' && method !== 'GET'
