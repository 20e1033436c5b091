/** A key in its succession. Times are unix seconds. */
type Succession = { algorithm: string; activeFrom: number }

const day = 86_400

/** A key signs for a month. */
export const signingSeconds = 30 * day

/** Before it signs, and after: whoever keeps a copy of the published keys has had time to fetch it. */
export const publishedSeconds = day

/**
 * The one that signs now: the newest whose time has come. Where it has come for none, the first: whoever
 * made it has a clock that is ahead of ours.
 */
export const currentKey = <K extends Succession>(
  keys: readonly K[],
  algorithm: K['algorithm'],
  now: number,
): K | null => {
  const oldestFirst = keys
    .filter((key) => key.algorithm === algorithm)
    .toSorted((a, b) => a.activeFrom - b.activeFrom)
  return oldestFirst.findLast(({ activeFrom }) => activeFrom <= now) ?? oldestFirst[0] ?? null
}

/** Whether its successor should be published by now. */
export const needsSuccessor = (newest: Succession, now: number): boolean =>
  now >= newest.activeFrom + signingSeconds - publishedSeconds

/**
 * When a successor made now begins to sign: a month after the newest, and never before everybody has had time
 * to fetch it. To whole days where that is late: who makes one at the same time makes it for the same moment.
 */
export const successionAt = (newest: Succession, now: number): number => {
  const due = newest.activeFrom + signingSeconds
  const soonest = now + publishedSeconds
  return due >= soonest ? due : Math.ceil(soonest / day) * day
}
