import type { SessionContext } from '../http/guard.ts'
import { csvRows } from '../http/csv.ts'
import { trip } from '../store/trip.ts'
import { type ExportedUser, exportUsers } from '../store/user-export.ts'
import { permitted } from './authority.ts'

/** People a trip: all that is ever in memory. */
const pagePeople = 2000

const header = [
  'username',
  'display name',
  'email',
  'phone',
  'role',
  'second factor required',
  'may trust',
  'factors enrolled',
  'disabled',
  'created',
  'last sign-in',
  'groups',
]

/**
 * Everybody, for a spreadsheet. Times are UTC. Each page asks anew whether the actor still may.
 * @throws AssertionFailed in the middle, where they may not any more
 */
export async function* peopleFile(c: SessionContext): AsyncGenerator<string> {
  yield csvRows([header])
  for (let after = '', more = true; more;) {
    const { people } = await trip(c.env.DB, permitted(c), {
      people: exportUsers(c.env.DB, after, pagePeople),
    })
    yield csvRows(people.map(toRow))
    after = people.at(-1)?.canonicalUsername ?? ''
    more = people.length === pagePeople
  }
}

const toRow = (user: ExportedUser): string[] => [
  user.username,
  user.displayName,
  user.email,
  user.phone,
  user.role,
  word(user.mfaRequired),
  word(user.mayTrust),
  user.factors.join('; '),
  word(user.disabled),
  moment(user.createdAt),
  moment(user.lastSignInAt),
  user.groups.join('; '),
]

const word = (is: boolean): string => (is ? 'yes' : 'no')

const moment = (seconds: number | null): string =>
  seconds === null ? '' : new Date(seconds * 1000).toISOString()
