import { Hono } from 'hono'
import { type Profile, ProfileChange } from '../../schema/api/account.ts'
import { searchTerms } from '../domain/search-terms.ts'
import { permitted } from '../flow/authority.ts'
import { auditOf } from '../http/audit.ts'
import { body } from '../http/body.ts'
import type { AppEnv } from '../http/context.ts'
import { requireSession, type SessionContext } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { audit } from '../store/audit.ts'
import { listGroupsOf } from '../store/group.ts'
import { readPerson, updatePerson } from '../store/person.ts'
import { trip } from '../store/trip.ts'
import { writeTerms } from '../store/user-term.ts'

/** Who I am. What decides how I sign in, and where I am reached, is for administrators to change. */
export const profile = new Hono<AppEnv>()
  .get('/', requireSession(), async (c) => c.json(await describe(c)))
  .patch('/', requireSession(), body(ProfileChange), async (c) => {
    const { id } = c.var.caller.user
    const { person } = await trip(c.env.DB, { person: readPerson(c.env.DB, id) })
    if (!person) throw new ProblemError('unauthenticated')
    const displayName = c.req.valid('json').displayName || person.username
    const terms = searchTerms({ ...person, displayName })
    const line = auditOf(c, { action: 'user-changed', outcome: 'displayName', actorId: id })
    await trip(
      c.env.DB,
      permitted(c),
      { updated: updatePerson(c.env.DB, id, { displayName }, { stamped: false }, c.var.now) },
      writeTerms(c.env.DB, id, terms),
      { audit: audit(c.env.DB, line, c.var.now) },
    )
    return c.json(await describe(c))
  })

const describe = async (c: SessionContext): Promise<Profile> => {
  const { id } = c.var.caller.user
  const { person, groups } = await trip(c.env.DB, {
    person: readPerson(c.env.DB, id),
    groups: listGroupsOf(c.env.DB, id),
  })
  if (!person) throw new ProblemError('unauthenticated')
  const { username, displayName, email, phone, role } = person
  return { username, displayName, email, phone, role, groups: groups.map(({ name }) => name) }
}
