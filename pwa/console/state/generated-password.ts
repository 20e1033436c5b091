/** No letters that are mistaken for one another (0 O, 1 l I), since somebody may read it out. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const groups = 4
const groupLength = 4

/** A first password of 16 random letters in groups: 93 bits, and still fit to be typed once. */
export const generatedPassword = (): string =>
  Array.from({ length: groups }, () => Array.from({ length: groupLength }, letter).join('')).join(
    '-',
  )

/** One letter, each equally likely: a byte beyond the last whole multiple is thrown back. */
const letter = (): string => {
  const fair = 256 - (256 % letters.length)
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < fair) return letters.charAt(byte % letters.length)
  }
}
