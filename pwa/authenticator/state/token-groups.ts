import { isPlainText } from '../../../schema/plain-text.ts'

const most = 20
const longest = 64

export type WrongGroups = 'hidden' | 'too-many' | 'too-long'

/** Groups as people type them, one after the other with commas between. */
export const readGroups = (typed: string): { groups: string[] } | { wrong: WrongGroups } => {
  const named = typed
    .split(/[,،;]/)
    .map((name) => name.trim())
    .filter(Boolean)
  const groups = [...new Set(named)]
  if (groups.length > most) return { wrong: 'too-many' }
  if (groups.some((name) => name.length > longest)) return { wrong: 'too-long' }
  return groups.every(isPlainText) ? { groups } : { wrong: 'hidden' }
}
