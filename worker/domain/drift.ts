/** As far from the server's clock as a token's may be, in steps (RFC 6238, section 6, asks for a bound). */
export const farthest = 20

/** What a token's codes have told of its clock. Times are unix seconds, drifts time steps. */
export type TokenClock = {
  /** How far off it was at its last code. */
  drift: number
  firstUsedAt: number | null
  lastUsedAt: number | null
  uses: number
  /** Sums over all uses of x, y, x² and xy: x in days since the first, y the drift. */
  sumDay: number
  sumDrift: number
  sumDayDay: number
  sumDayDrift: number
}

/** Before its first code. */
export const unusedClock: TokenClock = {
  drift: 0,
  firstUsedAt: null,
  lastUsedAt: null,
  uses: 0,
  sumDay: 0,
  sumDrift: 0,
  sumDayDay: 0,
  sumDayDrift: 0,
}

/**
 * The drifts at which a code is looked for, in order: around what was learned, and around the true clock,
 * for whoever had their token's clock set right.
 *
 * @param steps to each side
 */
export const windowOf = (learned: number, steps: number): number[] =>
  Array.from({ length: 2 * farthest + 1 }, (_, i) => i - farthest).filter(
    (drift) => Math.abs(drift) <= steps || Math.abs(drift - learned) <= steps,
  )

const day = 86_400

/** The clock after one more code. */
export const learn = (clock: TokenClock, drift: number, now: number): TokenClock => {
  const firstUsedAt = clock.firstUsedAt ?? now
  const x = (now - firstUsedAt) / day
  return {
    drift,
    firstUsedAt,
    lastUsedAt: now,
    uses: clock.uses + 1,
    sumDay: clock.sumDay + x,
    sumDrift: clock.sumDrift + drift,
    sumDayDay: clock.sumDayDay + x * x,
    sumDayDrift: clock.sumDayDrift + x * drift,
  }
}

/** Fewer codes, or closer together (standard deviation, days), say nothing of a clock. */
const fewestUses = 3
const leastSpread = 5
/** A drift in whole steps is off by chance: at most by so much (standard deviation). */
const noise = 0.5

type Line = { slope: number; atFirstUse: number; slopeError: number }

/** The straight line of least squares through all uses. */
const lineOf = (clock: TokenClock): Line | null => {
  const { uses: n, sumDay, sumDrift, sumDayDay, sumDayDrift } = clock
  if (n < fewestUses) return null
  const spread = Math.sqrt(Math.max(0, sumDayDay / n - (sumDay / n) ** 2))
  if (spread < leastSpread) return null
  const slope = (n * sumDayDrift - sumDay * sumDrift) / (n * sumDayDay - sumDay ** 2)
  return {
    slope,
    atFirstUse: (sumDrift - slope * sumDay) / n,
    slopeError: noise / (spread * Math.sqrt(n)),
  }
}

/** Steps a day; null: not enough codes yet to tell. */
export const driftPerDay = (clock: TokenClock): number | null => lineOf(clock)?.slope ?? null

/** Classes of speed: upper bounds in steps a month (30 days), the last one open. */
export const speedBounds: readonly (number | null)[] = [0.25, 0.5, 1, 2, 4, 8, null]

/** Its place among them; null: not enough codes yet to tell. */
export const speedOf = (clock: TokenClock): number | null => {
  const rate = driftPerDay(clock)
  if (rate === null) return null
  return speedBounds.findIndex((bound) => bound === null || Math.abs(rate) * 30 <= bound)
}

/** Further ahead nobody plans. */
const farFuture = 10 * 365 * day

/**
 * When codes will begin to fall outside the window more often than not, if none is used before: what was
 * learned stays, and the clock moves on along its line.
 *
 * @returns unix seconds; null where the line is too flat, or too uncertain, to say
 */
export const leavesAt = (clock: TokenClock, steps: number): number | null => {
  const line = lineOf(clock)
  const { drift, firstUsedAt, lastUsedAt } = clock
  if (!line || firstUsedAt === null || lastUsedAt === null) return null
  if (Math.abs(line.slope) < 3 * line.slopeError) return null
  const way = Math.sign(line.slope)
  const edge = edgeOf(new Set(windowOf(drift, steps)), drift, way) + way / 2
  const leaves = Math.round(firstUsedAt + ((edge - line.atFirstUse) / line.slope) * day)
  return leaves > lastUsedAt + farFuture ? null : Math.max(leaves, lastUsedAt)
}

/** The last of the drifts in that direction that lie next to each other. */
const edgeOf = (drifts: ReadonlySet<number>, from: number, way: number): number =>
  drifts.has(from + way) ? edgeOf(drifts, from + way, way) : from
