/** Letters, marks and digits of any script, and the signs that addresses use. */
const allowed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{0,63}$/u

/** Down, up and down again catches what one way alone leaves apart: ß and ẞ, σ and ς. */
const fold = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase()

/** What takes no room on the screen must not make another person. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/**
 * The form under which a username is one and the same: NFKC, without invisible characters, case-folded.
 * @returns null where no such username may exist
 */
export const canonicalUsername = (typed: string): string | null => {
  const folded = fold(displayedUsername(typed)).normalize('NFKC')
  return allowed.test(folded) ? folded : null
}

/** The form in which it is shown: as typed, but composed. */
export const displayedUsername = (typed: string): string =>
  typed.normalize('NFKC').replace(invisible, '').trim()
