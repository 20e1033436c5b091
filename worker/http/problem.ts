import { maxApplicationKeys, maxApplications } from '../../schema/api/application.ts'
import { maxGroups } from '../../schema/api/group.ts'
import type { Assertion, AssertionFailed } from '../store/trip.ts'
import { type Problem, type ProblemCode, problems } from '../../schema/api/problem.ts'

type Details = {
  /** A sentence for the person or the developer in front of it. Never what an attacker could use. */
  detail?: string
  /** The part of the request at fault. */
  field?: string
  /** Seconds. */
  retryAfter?: number
}

/** The one way to refuse: thrown anywhere in a route, answered by the app's `onError`. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly details: Details

  constructor(code: ProblemCode, details: Details = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** RFC 9457: `application/problem+json`, with `Retry-After` where waiting helps. */
export const problemResponse = (code: ProblemCode, details: Details = {}): Response => {
  const { status, title } = problems[code]
  const body: Problem = { type: `/problems/${code}`, title, status, code, ...details }
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (details.retryAfter !== undefined) headers.set('retry-after', String(details.retryAfter))
  return new Response(JSON.stringify(body), { status, headers })
}

/** What a batch was undone for, in the words of the wire. */
const broken: Record<Assertion, [ProblemCode, Details]> = {
  actor_may: ['forbidden', { detail: 'This was changed meanwhile. Reload the page.' }],
  super_admin_remains: ['conflict', { detail: 'No super admin could sign in any more.' }],
  requirement_holds: [
    'conflict',
    {
      field: 'mfaRequired',
      detail: 'The settings require a second factor of people of this role.',
    },
  ],
  groups_exist: ['conflict', { field: 'groups', detail: 'One of these groups is not there.' }],
  group_is_unchanged: [
    'conflict',
    { detail: 'Somebody changed this group meanwhile. Reload the page.' },
  ],
  group_fits: ['conflict', { detail: `There may be at most ${maxGroups} groups.` }],
  passkey_counts: ['invalid_passkey', {}],
  token_is_unchanged: [
    'conflict',
    { detail: 'Somebody changed this token meanwhile. Reload the page.' },
  ],
  import_is_whole: ['conflict', { detail: 'This import was given up. Start it again.' }],
  sms_code_counts: ['invalid_code', { field: 'smsCode' }],
  passkey_is_new: ['conflict', { detail: 'This passkey is registered already.' }],
  application_is_unchanged: [
    'conflict',
    { detail: 'Somebody changed this application meanwhile. Reload the page.' },
  ],
  application_fits: [
    'conflict',
    { detail: `There may be at most ${maxApplications} applications.` },
  ],
  application_key_fits: [
    'conflict',
    { detail: `At most ${maxApplicationKeys} may be valid at a time. Delete one first.` },
  ],
  origin_is_free: [
    'conflict',
    { field: 'origins', detail: 'One of these origins belongs to another application.' },
  ],
  group_name_is_free: ['conflict', { field: 'name', detail: 'Another group has this name.' }],
}

export const problemOfAssertion = ({ assertion }: AssertionFailed): [ProblemCode, Details] =>
  broken[assertion]
