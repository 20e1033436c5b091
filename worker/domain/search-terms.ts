import { displayedUsername } from './username.ts'

/** Longer ones are cut: what is typed into a search is no longer either. In code points. */
const longestTerm = 64

/** Names of more words are found by the first of them. */
const mostWords = 8

/** The signs above and below Latin, Greek and Cyrillic letters: who looks for Zoe also means Zoë. */
const marks = /[\u0300-\u036f]/g

/** The form in which a term is kept and sought, whatever the case, the accents and the spaces typed. */
export const foldTerm = (text: string): string => {
  const plain = displayedUsername(text).normalize('NFKD').replace(marks, '')
  const folded = plain.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')
  return [...folded.replace(/\s+/g, ' ').trim()].slice(0, longestTerm).join('')
}

export type Named = { canonicalUsername: string; displayName: string; email: string }

/**
 * What a person is found by: the beginning of the username, of the e-mail address, and of the display
 * name from any of its words on.
 */
export const searchTerms = ({ canonicalUsername, displayName, email }: Named): string[] => {
  const words = displayName.split(/\s+/).filter(Boolean)
  const names = words.slice(0, mostWords).map((_, i) => words.slice(i).join(' '))
  const terms = [canonicalUsername, email, ...names].map(foldTerm)
  return [...new Set(terms)].filter(Boolean)
}
