/** RFC 6238, section 4.2: T, the number of the step that holds `now`. Safe far beyond 2^32. */
export const stepAt = (now: number, period: number): number => Math.floor(now / period)

/** Seconds until the code changes: 1 to `period`. */
export const secondsLeft = (now: number, period: number): number =>
  period - (Math.floor(now) % period)
