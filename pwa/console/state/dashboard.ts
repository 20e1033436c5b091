import { createModel } from '@preact/signals'
import type { Dashboard } from '../../../schema/api/dashboard.ts'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'

export const DashboardModel = createModel(() =>
  createResource(() => answer(api.admin.dashboard.$get())),
)

type Day = Dashboard['days'][number]

/** Whether nobody signed in or was refused in all these days. */
export const isQuiet = (days: readonly Day[]): boolean =>
  days.every(({ signIns, refusals }) => signIns + refusals === 0)

const labelOf = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** What stands below a column: '3 Mar'. The days are those of UTC, as they were counted. */
export const labelsOf = (days: readonly Day[]): string[] =>
  days.map(({ day }) => labelOf.format(day * 86_400_000))

/** Everything that sign-ins were finished with, the most frequent first. */
export const waysOf = (days: readonly Day[]): { way: string; total: number }[] => {
  const totals = new Map<string, number>()
  for (const { by } of days)
    for (const [way, count] of Object.entries(by)) totals.set(way, (totals.get(way) ?? 0) + count)
  return [...totals]
    .map(([way, total]) => ({ way, total }))
    .filter(({ total }) => total > 0)
    .sort((one, other) => other.total - one.total)
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0)
