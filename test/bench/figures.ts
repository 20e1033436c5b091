/** Percentiles, and how they are printed. */
export type Times = { p50: number; p95: number }

const percentile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

export const timesOf = (taken: number[]): Times => {
  const sorted = taken.toSorted((one, other) => one - other)
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) }
}

const milliseconds = (value: number): string => `${value.toFixed(0).padStart(5)} ms`

export const line = (name: string, { p50, p95 }: Times, more = ''): string =>
  `${name.padEnd(26)} p50 ${milliseconds(p50)}  p95 ${milliseconds(p95)}  ${more}`.trimEnd()
