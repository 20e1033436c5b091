import { signal } from '@preact/signals'
import type { Token } from '../storage/token.ts'

/** What is looked for, and in which group; null: in all. They stay as they are while the page lives. */
export const query = signal('')
export const group = signal<string | null>(null)

/** As people search: without marks over letters, capitals, or the difference between forms of a letter. */
const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i')

type Searched = Pick<Token, 'issuer' | 'account' | 'note' | 'groups'>

/** Those of a group in which each word of the query occurs, be it in a name, the note or a group. */
export const matching = <T extends Searched>(
  tokens: readonly T[],
  text: string,
  within: string | null,
): readonly T[] => {
  const wanted = plain(text).split(/\s+/).filter(Boolean)
  const inGroup = within === null ? tokens : tokens.filter(({ groups }) => groups.includes(within))
  if (wanted.length === 0) return inGroup
  return inGroup.filter(({ issuer, account, note, groups }) => {
    const all = plain([issuer, account, note, ...groups].join('\n'))
    return wanted.every((word) => all.includes(word))
  })
}

/** All groups that tokens are in, by name. */
export const groupsOf = (tokens: readonly Searched[]): string[] =>
  [...new Set(tokens.flatMap(({ groups }) => groups))].toSorted((a, b) => a.localeCompare(b))
