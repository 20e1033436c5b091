import type { Dashboard } from '../../schema/api/dashboard.ts'

/** What a line about a sign-in says: by which method somebody got in, or that they did not. */
type Meaning = { kind: 'sign-in'; by: string } | { kind: 'refusal' } | { kind: 'neither' }

/**
 * An outcome is a method, or `method:reason`. The password of somebody who has yet to show a factor
 * (`password:factor-required`) is a step on the way: what comes of it has a line of its own.
 */
const meaningOf = (outcome: string): Meaning => {
  if (!outcome.includes(':')) return { kind: 'sign-in', by: outcome }
  return { kind: outcome.endsWith('-required') ? 'neither' : 'refusal' }
}

type Tally = { day: number; outcome: string; n: number }
type Day = Dashboard['days'][number]

/** Every day of a stretch, both ends included, also those on which nothing happened. */
export const daysOf = (tallies: readonly Tally[], sinceDay: number, today: number): Day[] => {
  const days: Day[] = Array.from({ length: Math.max(today - sinceDay + 1, 0) }, (_, i) => ({
    day: sinceDay + i,
    signIns: 0,
    refusals: 0,
    by: {},
  }))
  for (const { day, outcome, n } of tallies) {
    const counted = days[day - sinceDay]
    if (counted) count(counted, meaningOf(outcome), n)
  }
  return days
}

const count = (day: Day, meaning: Meaning, n: number): void => {
  if (meaning.kind === 'refusal') day.refusals += n
  if (meaning.kind !== 'sign-in') return
  day.signIns += n
  day.by[meaning.by] = (day.by[meaning.by] ?? 0) + n
}
