/** A key in its succession. Times are unix seconds. */
type Succession = { algorithm: string; activeFrom: number }

const day = 86_400

/** A key signs for a month. */
export const signingSeconds = 30 * day

/** Before it signs, and after: whoever keeps a copy of the published keys has had time to fetch it. */
export const publishedSeconds = day

/** The one that signs now: the newest whose time has come. */
export const currentKey = <K extends Succession>(
  keys: readonly K[],
  algorithm: K['algorithm'],
  now: number,
): K | null =>
  keys
    .filter((key) => key.algorithm === algorithm && key.activeFrom <= now)
    .toSorted((a, b) => b.activeFrom - a.activeFrom)[0] ?? null

/** Whether its successor should be published by now. */
export const needsSuccessor = (newest: Succession, now: number): boolean =>
  now >= newest.activeFrom + signingSeconds - publishedSeconds
