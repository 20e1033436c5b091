import type { Consequences } from '../../schema/api/policy.ts'
import type { GroupChange } from '../../schema/api/group.ts'
import type { SettingsChange } from '../../schema/api/setting.ts'
import {
  defaultSettings,
  groupSettingNames,
  type GroupSettings,
  type Settings,
} from '../../schema/policy.ts'
import { consequencesOf, type Scenario } from '../domain/scenario.ts'
import type { AppContext } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { listPolicyGroups } from '../store/group.ts'
import { anyFreeToken } from '../store/hardware-token.ts'
import { readPopulation } from '../store/population.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'

type Group = Scenario['groups'][number] & { priority: number }
/** What decides about people, with what their groups are ordered by. */
export type RankedScenario = { settings: Settings; groups: Group[] }

/** What a change makes of a scenario. */
export type Alteration = (now: RankedScenario) => RankedScenario

/** What a change would do to everybody. It reads them all. */
export const previewOf = async (c: AppContext, alter: Alteration): Promise<Consequences> => {
  const { settings, groups, population, freeTokens } = await trip(c.env.DB, {
    settings: readSettings(c.env.DB),
    groups: listPolicyGroups(c.env.DB),
    population: readPopulation(c.env.DB),
    freeTokens: anyFreeToken(c.env.DB),
  })
  const now = { settings, groups }
  const after = { ...ranked(alter(now)), freeTokens }
  return consequencesOf(population, { ...now, freeTokens }, after)
}

const ranked = ({ settings, groups }: RankedScenario): RankedScenario => ({
  settings,
  groups: groups.toSorted(
    (a, b) =>
      Number(a.everyone) - Number(b.everyone) || a.priority - b.priority || (a.id < b.id ? -1 : 1),
  ),
})

/** New values in place of the former; null is the default. */
export const withSettings = (former: Settings, change: SettingsChange): Settings => {
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  const values = named.map(([name, value]) => [
    name,
    value ?? defaultSettings[name as keyof Settings],
  ])
  return { ...former, ...(Object.fromEntries(values) as Partial<Settings>) }
}

/** What is named changes; what is not named stays. */
export const withGroupSettings = (
  former: GroupSettings,
  change: GroupChange['settings'],
): GroupSettings =>
  Object.fromEntries(
    groupSettingNames.map((name) => [
      name,
      change?.[name] === undefined ? former[name] : change[name],
    ]),
  ) as GroupSettings

/** A group that says nothing. */
export const silentGroup = Object.fromEntries(
  groupSettingNames.map((name) => [name, null]),
) as GroupSettings

/** The alteration that changes one group. @throws ProblemError not_found */
export const alterGroup =
  (id: string, change: GroupChange): Alteration =>
  ({ settings, groups }) => {
    if (!groups.some((group) => group.id === id)) throw new ProblemError('not_found')
    const changed = groups.map((group) =>
      group.id === id
        ? {
            ...group,
            priority: change.priority ?? group.priority,
            settings: withGroupSettings(group.settings, change.settings),
          }
        : group,
    )
    return { settings, groups: changed }
  }

/** The alteration that puts groups into this order. */
export const alterOrder =
  (ids: string[]): Alteration =>
  ({ settings, groups }) => ({
    settings,
    groups: groups.map((group) => {
      const place = ids.indexOf(group.id)
      return place < 0 ? group : { ...group, priority: place + 1 }
    }),
  })
