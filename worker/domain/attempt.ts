/**
 * How long nothing may be tried after the nth consecutive failure, in seconds: `delays[n]`, the last
 * one for every further failure. D1 looks the delay up in the statement that counts (store/attempt.ts),
 * so a burst in parallel meets the same schedule as a slow guesser.
 */
export type Schedule = { delays: readonly number[]; window: number | null }

/** Far beyond any clock: only an administrator or a recovery code ends it. */
const suspended = 100_000_000_000

/** How long something stays shut, or null where it is open. */
export type Shut = { kind: 'delay'; seconds: number } | { kind: 'suspended' }

export const shutAt = (until: number | null, now: number): Shut | null => {
  if (until === null || until <= now) return null
  return until - now > suspended / 2
    ? { kind: 'suspended' }
    : { kind: 'delay', seconds: until - now }
}

/** The first delay, in seconds. */
export const shortestDelay = 30

const growing = (failures: number) => Math.min(shortestDelay * 2 ** (failures - 10), 3600)

const schedule = (length: number, delay: (failures: number) => number) =>
  Array.from({ length: length + 1 }, (_, failures) => delay(failures))

/**
 * Ten free, then 30 s doubling up to an hour; after 100 in a row (NIST SP 800-63B 3.2.2) a day for each.
 * Never for ever: that would let anybody lock anybody out (ASVS 6.1.1).
 */
export const passwordSchedule: Schedule = {
  delays: schedule(100, (n) => (n < 10 ? 0 : n < 100 ? growing(n) : 86_400)),
  window: null,
}

/** Who guesses here knows the password: after 50 in a row the factor is suspended. */
export const factorSchedule: Schedule = {
  delays: schedule(50, (n) => (n < 10 ? 0 : n < 50 ? growing(n) : suspended)),
  window: null,
}

/** The outer limit: 100 failures in ten minutes from one network, whoever they were meant for. */
export const networkSchedule: Schedule = {
  delays: schedule(100, (n) => (n < 100 ? 0 : 600)),
  window: 600,
}
