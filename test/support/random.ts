/** Chance with a seed: the same cases in every run, and the seed is all that it takes to see one again. */
export type Chance = {
  below: (limit: number) => number
  flag: () => boolean
  pick: <T>(from: readonly T[]) => T
  /** Each of them or not. */
  some: <T>(from: readonly T[]) => T[]
}

/** Mulberry32: 32 bits of state, good enough to pick cases by. */
export const chance = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const flag = () => next() < 0.5
  const pick = <T>(from: readonly T[]): T => {
    const one = from[below(from.length)]
    if (one === undefined) throw new RangeError('there is nothing to pick from')
    return one
  }
  return { below, flag, pick, some: (from) => from.filter(flag) }
}
