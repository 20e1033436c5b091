import { type UserAction, userActions, type UserDetails } from '../../schema/api/user.ts'
import { type Action, mayAct } from '../domain/authority.ts'
import { shutAt } from '../domain/attempt.ts'
import { realFactors } from '../domain/factor.ts'
import type { SessionContext } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import { listFactorsOf } from '../store/factor.ts'
import { listGroupsOf } from '../store/group.ts'
import { everyoneGroupId } from '../../schema/policy.ts'
import { countHeld, listLocks } from '../store/person-state.ts'
import { type PersonRecord, readPerson } from '../store/person.ts'
import { trip } from '../store/trip.ts'

/** All that administrators see of a person. @throws ProblemError not_found */
export const describePerson = async (c: SessionContext, id: string): Promise<UserDetails> => {
  const { now } = c.var
  // How long a session lives is the same for everybody.
  const { policy } = c.var.caller
  const { person, factors, groups, held, locks } = await trip(c.env.DB, {
    person: readPerson(c.env.DB, id),
    factors: listFactorsOf(c.env.DB, id),
    groups: listGroupsOf(c.env.DB, id),
    held: countHeld(c.env.DB, id, {
      now,
      seen: now - policy.idleSeconds,
      created: now - policy.maxSeconds,
    }),
    locks: listLocks(c.env.DB, id, now),
  })
  if (!person) throw new ProblemError('not_found')
  const { canonicalUsername: _, hasPassword: __, ...shown } = person
  return {
    ...shown,
    ...held,
    factors: realFactors(factors).length,
    factorList: factors.filter(({ method }) => method !== 'recovery'),
    groups: groups
      .filter((group) => group.id !== everyoneGroupId)
      .map(({ id: groupId, name }) => ({ id: groupId, name })),
    locks: locks.map(({ what, until }) => ({
      what,
      until: shutAt(until, now)?.kind === 'suspended' ? null : until,
    })),
    may: userActions.filter((action) => mayDo(c, action, person)),
  }
}

const mayDo = (c: SessionContext, action: UserAction, person: PersonRecord): boolean =>
  mayAct(c.var.caller.user, `user.${action}` satisfies Action, person)
