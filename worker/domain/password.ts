/** Why a new password is not taken. NIST SP 800-63B 3.1.1.2: length and blocklist, no composition rules. */
export type NewPasswordRefusal = 'too-short' | 'too-long' | 'common' | 'contains-context'

export const passwordLength = { min: 8, max: 256 } as const

/**
 * Whether a password may be chosen. Length counts code points; the blocklist ignores case; context
 * words (product, username, name, organization) may not be most of it.
 *
 * @param common the most common passwords, lower case
 * @param context words that an attacker tries first for this person
 */
export const refusePassword = (
  password: string,
  common: ReadonlySet<string>,
  context: readonly string[],
): NewPasswordRefusal | null => {
  const length = [...password].length
  if (length < passwordLength.min) return 'too-short'
  if (length > passwordLength.max) return 'too-long'
  const folded = password.toLowerCase()
  if (common.has(folded)) return 'common'
  return context.some((word) => leavesLittle(folded, word.toLowerCase()))
    ? 'contains-context'
    : null
}

/** A context word and fewer than four other characters: `latchkey1!` is the word. */
const leavesLittle = (password: string, word: string): boolean =>
  [...word].length >= 4 && [...password.replaceAll(word, '')].length < 4
