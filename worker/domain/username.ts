/** Letters, marks and digits of any script, and the signs that addresses use. */
const allowed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{0,63}$/u

/** What takes no room on the screen must not make another person. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/**
 * The form under which a username is one and the same: NFKC, without invisible characters, case-folded
 * (upper then lower catches what lower alone leaves: ß, ς).
 * @returns null where no such username may exist
 */
export const canonicalUsername = (typed: string): string | null => {
  const folded = displayedUsername(typed).toUpperCase().toLowerCase().normalize('NFKC')
  return allowed.test(folded) ? folded : null
}

/** The form in which it is shown: as typed, but composed. */
export const displayedUsername = (typed: string): string =>
  typed.normalize('NFKC').replace(invisible, '').trim()
