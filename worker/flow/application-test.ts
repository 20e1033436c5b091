import type * as v from 'valibot'
import type { ApplicationTest, ApplicationTestAnswer } from '../../schema/api/application.ts'
import { everyoneGroupId } from '../../schema/policy.ts'
import {
  type Tested,
  type TestedApplication,
  type Unnamed,
  whoGetsIn,
} from '../domain/application-test.ts'
import { readForwarded, type SiteRequest } from '../domain/forwarded.ts'
import { policyFor } from '../domain/policy.ts'
import { isLive } from '../domain/session.ts'
import { rulesFor, siteDemand } from '../domain/site.ts'
import { canonicalUsername } from '../domain/username.ts'
import type { SessionContext } from '../http/guard.ts'
import { ProblemError } from '../http/problem.ts'
import type { ApplicationRecord } from '../store/application.ts'
import { listSessionsOf } from '../store/application-test.ts'
import { audit } from '../store/audit.ts'
import { listFactorsOf } from '../store/factor.ts'
import { listGroupsOf, listPolicyGroups } from '../store/group.ts'
import { anyFreeToken } from '../store/hardware-token.ts'
import { type PersonRecord, readPersonByName } from '../store/person.ts'
import { trip } from '../store/trip.ts'
import { findApplication, lineOf } from './application.ts'
import { permitted } from './authority.ts'
import { standingOf } from './standing.ts'

type Wanted = v.InferOutput<typeof ApplicationTest>

/**
 * Whether somebody would get in, and why; nothing is done but a line in the log.
 * @throws ProblemError not_found for the application, or for the `username`
 */
export const testApplication = async (
  c: SessionContext,
  id: string,
  wanted: Wanted,
): Promise<ApplicationTestAnswer> => {
  const { app } = await findApplication(c, id)
  const person = await findPerson(c, wanted.username)
  const { who, names } = await findTested(c, person)
  const { outcome, reasons } = whoGetsIn(testedApplication(app, wanted), who, c.var.now)
  const line = { ...lineOf(c, 'application-tested', { word: outcome, id }), subjectId: person.id }
  await trip(c.env.DB, permitted(c), { audit: audit(c.env.DB, line, c.var.now) })
  return {
    person: { id: person.id, username: person.username },
    outcome,
    reasons: reasons.map((reason) =>
      reason.kind === 'groups'
        ? {
            kind: 'groups',
            groups: reason.ids.map((group) => ({ id: group, name: names.get(group) ?? null })),
          }
        : reason,
    ),
  }
}

const findPerson = async (c: SessionContext, username: string): Promise<PersonRecord> => {
  const name = canonicalUsername(username)
  const { person } = await trip(c.env.DB, {
    person: name ? readPersonByName(c.env.DB, name) : null,
  })
  if (!person)
    throw new ProblemError('not_found', { field: 'username', detail: 'Nobody has this username.' })
  return person
}

/** All of a person that decides, with the names of all groups. */
const findTested = async (c: SessionContext, person: PersonRecord) => {
  const { id } = person
  const db = c.env.DB
  const { groups, factors, freeTokens, sessions, all } = await trip(db, {
    groups: listGroupsOf(db, id),
    factors: listFactorsOf(db, id),
    freeTokens: anyFreeToken(db),
    sessions: listSessionsOf(db, id),
    all: listPolicyGroups(db),
  })
  const policy = policyFor(c.var.caller.settings, person, groups, freeTokens)
  const session = sessions.find((one) => isLive(one, policy, c.var.now))
  const who: Tested = {
    disabled: person.disabled,
    policy,
    factors,
    groupIds: groups.map((group) => group.id).filter((group) => group !== everyoneGroupId),
    standing: session ? standingOf(session, groups, policy) : null,
  }
  return { who, names: new Map(all.map((group) => [group.id, group.name])) }
}

const testedApplication = (app: ApplicationRecord, wanted: Wanted): TestedApplication => {
  const { kind, audience, groups } = app
  const base: TestedApplication = {
    kind,
    disabled: app.disabledAt !== null,
    policy: { audience, groups },
    demand: app,
    door: null,
    groups: [],
    said: [],
  }
  if (app.kind !== 'site' || wanted.url === undefined) return base
  const request = requestTo(wanted.url, wanted.method)
  if (!request || !app.details.origins.includes(request.origin))
    return { ...base, door: 'elsewhere', said: [{ kind: 'address' }] }
  const said: Unnamed[] = [
    ...(request.ambiguous ? [{ kind: 'ambiguous' as const }] : []),
    ...rulesFor(app, request).map(({ path, methods, access }) => ({
      kind: 'rule' as const,
      path,
      methods,
      access,
    })),
  ]
  const decided = siteDemand(app, request)
  return decided.kind === 'policy'
    ? { ...base, demand: decided.demand, groups: decided.groups, said }
    : { ...base, door: decided.kind, said }
}

/** The address as a proxy would pass it on: byte for byte, so that what misleads is seen. */
const requestTo = (url: string, method = 'GET'): SiteRequest | null => {
  const [, proto, host, rest = ''] = /^(https?):\/\/([^/?#]+)(.*)$/s.exec(url) ?? []
  const uri = rest.startsWith('/') ? rest : `/${rest}`
  return readForwarded({ proto, host, uri, method })
}
