/** Clocks that go wrong, simulated: what is learned of them, and when they are lost. */
import { describe, expect, it } from 'vitest'
import { codeAt, stepAt } from '../../schema/otp/totp.ts'
import {
  driftPerDay,
  farthest,
  learn,
  leavesAt,
  speedOf,
  type TokenClock,
  unusedClock,
  windowOf,
} from '../../worker/domain/drift.ts'
import { matchToken } from '../../worker/domain/hardware.ts'
import { chance } from '../support/random.ts'

const day = 86_400
const period = 30
const key = new Uint8Array(20).fill(7)
const parameters = { algorithm: 'SHA1', digits: 6, period } as const
const begin = 1_800_000_000

/** What the display of a token shows whose clock gains `rate` steps a day. */
const shownAt = (rate: number, now: number, before = 0): string => {
  const own = now + ((now - begin) / day) * rate * period
  return codeAt(key, stepAt(own, period) - before, parameters)
}

/** One use: by a code, or, where that is not found, by two in a row. */
const use = (clock: TokenClock, rate: number, now: number, steps: number): TokenClock | null => {
  const window = { learned: clock.drift, steps }
  const [code, former] = [shownAt(rate, now), shownAt(rate, now, 1)]
  const match =
    matchToken({ key, parameters }, { code }, now, window) ??
    matchToken({ key, parameters }, { code: former, nextCode: code }, now, window)
  return match && learn(clock, match.drift, now)
}

const isFound = (clock: TokenClock, rate: number, now: number, steps: number): boolean =>
  matchToken({ key, parameters }, { code: shownAt(rate, now) }, now, {
    learned: clock.drift,
    steps,
  }) !== null

/** How many of many codes within a day around that time are found. */
const share = (clock: TokenClock, rate: number, now: number, steps: number): number => {
  const times = Array.from({ length: 48 }, (_, i) => now + i * 1787)
  return times.filter((time) => isFound(clock, rate, time, steps)).length / times.length
}

const rates = [0.003, -0.005, 0.01, -0.03, 0.07, 0.2, -0.2]
const habits = { daily: 1, weekly: 7, monthly: 30 }

describe('R13 the window', () => {
  it('is around what was learned and around the true clock, and never further than twenty', () => {
    for (let learned = -farthest; learned <= farthest; learned++)
      for (const steps of [0, 1, 2, 10]) {
        const window = windowOf(learned, steps)
        expect(window).toEqual([...new Set(window)].toSorted((a, b) => a - b))
        expect(window).toEqual(expect.arrayContaining([0, learned]))
        for (const drift of window) {
          expect(Math.abs(drift)).toBeLessThanOrEqual(farthest)
          expect(Math.min(Math.abs(drift), Math.abs(drift - learned))).toBeLessThanOrEqual(steps)
        }
      }
    expect(windowOf(-6, 2)).toEqual([-8, -7, -6, -5, -4, -2, -1, 0, 1, 2])
    expect(windowOf(19, 2)).toEqual([-2, -1, 0, 1, 2, 17, 18, 19, 20])
  })
})

/** The clock of a token that is used so often, for two years or until it is too far off. */
const lifeOf = (rate: number, every: number, steps: number): TokenClock => {
  const random = chance(Math.round(Math.abs(rate) * 10_000) + every)
  let clock = unusedClock
  let now = begin
  while (now < begin + 730 * day && Math.abs(((now - begin) / day) * rate) < farthest - 2) {
    const next = use(clock, rate, now, steps)
    if (!next) throw new Error(`lost after ${(now - begin) / day} days`)
    clock = next
    now += every * day + random.below(day) - day / 2
  }
  return clock
}

describe.each(Object.entries(habits))('a token that is used %s', (_, every) => {
  it.each(rates)('and gains %d steps a day: is told how fast, and when it is lost', (rate) => {
    const steps = 2
    const clock = lifeOf(rate, every, steps)
    const told = driftPerDay(clock) ?? Number.NaN
    const leaves = leavesAt(clock, steps) ?? Number.NaN
    expect(Math.abs(told - rate)).toBeLessThan(0.1 * Math.abs(rate) + 0.001)
    // What is rounded is a step: so long does it take to drift.
    const last = clock.lastUsedAt ?? 0
    const slack = (0.75 / Math.abs(rate)) * day + 0.12 * (leaves - last)
    const before = Math.max(last, leaves - slack)
    expect([
      Number.isFinite(leaves),
      share(clock, rate, before, steps) > 0.5,
      share(clock, rate, leaves + slack, steps) < 0.5,
      share(clock, rate, leaves + 2 * slack, steps) === 0,
    ]).toEqual([true, true, true, true])
  })
})

describe('what cannot be told', () => {
  it('is when a clock is lost that is slow, and of which little is known', () => {
    expect(leavesAt(lifeOf(0.001, habits.monthly, 2), 2)).toBeNull()
    expect(leavesAt(lifeOf(0, habits.weekly, 2), 2)).toBeNull()
  })

  it('is not said: of few codes, of codes of one day, of a clock that is right', () => {
    const used = (days: number[], drift = (_: number) => 0) =>
      days.reduce((clock, at) => learn(clock, drift(at), begin + at * day), unusedClock)
    for (const clock of [unusedClock, used([0]), used([0, 90]), used([0, 0.1, 0.2, 0.3, 0.4])])
      expect([driftPerDay(clock), speedOf(clock), leavesAt(clock, 2)]).toEqual([null, null, null])
    const right = used([0, 30, 60, 90])
    expect([driftPerDay(right), speedOf(right), leavesAt(right, 2)]).toEqual([0, 0, null])
  })
})
