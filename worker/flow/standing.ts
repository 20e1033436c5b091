import { everyoneGroupId } from '../../schema/policy.ts'
import type { Standing } from '../domain/application.ts'
import type { Policy, PolicyGroup } from '../domain/policy.ts'
import type { SessionRecord } from '../domain/session.ts'

/** How somebody stands before applications, by the session that they have. */
export const standingOf = (
  session: Pick<SessionRecord, 'authTime' | 'factorAt' | 'phishingResistantAt' | 'trusted'>,
  groups: readonly PolicyGroup[],
  policy: Policy,
): Standing => ({
  groupIds: groups.map(({ id }) => id).filter((id) => id !== everyoneGroupId),
  authTime: session.authTime,
  factorAt: session.factorAt,
  phishingResistantAt: session.phishingResistantAt,
  trusted: session.trusted && policy.mayTrust,
})
