import { coverageOf } from '../domain/scenario.ts'
import { type Coverage, writeCoverage } from '../store/coverage.ts'
import { listPolicyGroups } from '../store/group.ts'
import { readPopulation } from '../store/population.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'

/** Counts who must have a second factor and who has one, and keeps the answer. It reads everybody. */
export const countCoverage = async (db: D1Database, now: number): Promise<Coverage> => {
  const { population, settings, groups } = await trip(db, {
    population: readPopulation(db),
    settings: readSettings(db),
    groups: listPolicyGroups(db),
  })
  const coverage = { at: now, ...coverageOf(population, { settings, groups }) }
  await trip(db, { kept: writeCoverage(db, coverage) })
  return coverage
}
