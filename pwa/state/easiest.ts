import type { Method } from '../../schema/api/factor.ts'
import { passkeyHindrance } from './passkey.ts'

/** What takes one touch comes first, where this person has it and this page can ask for it; else last. */
export const easiestFirst = (methods: readonly Method[]): Method[] =>
  [...methods].toSorted((one, other) => rank(one) - rank(other))

const rank = (method: Method): number => {
  if (method !== 'passkey') return 1
  return passkeyHindrance() ? 2 : 0
}
