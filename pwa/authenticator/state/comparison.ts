import type { NewToken } from '../storage/token.ts'
import { toHex } from '../../../schema/hex.ts'
import { findTwin } from './twin.ts'

/** What would become of incoming tokens. Nothing that is here is ever overwritten. */
export type Comparison = {
  fresh: NewToken[]
  /** Here already, with the same secret and the same settings, whatever they are called. */
  same: NewToken[]
  /** Here is another token of that name. */
  conflicting: NewToken[]
}

const secretOf = ({ key, type, algorithm, digits, period }: NewToken): string =>
  [toHex(key), type, algorithm, digits, period].join()

/** Holds a file against what is here, and against itself: many files have an entry twice. */
export const compare = (
  present: readonly NewToken[],
  incoming: readonly NewToken[],
): Comparison => {
  const known = new Set(present.map(secretOf))
  const result: Comparison = { fresh: [], same: [], conflicting: [] }
  for (const token of incoming) {
    if (known.has(secretOf(token))) result.same.push(token)
    else if (findTwin(present, token)) result.conflicting.push(token)
    else result.fresh.push(token)
    known.add(secretOf(token))
  }
  return result
}
