/** Letters, digits, points, dashes, underscores and spaces between them: what vendors print on a token's back. */
const printed = /^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$/

/**
 * The form in which serials are compared: people leave out what is for reading. Leading zeros count.
 *
 * @returns null where the text is no serial: nothing that could be a formula or markup is one
 */
export const canonicalSerial = (text: string): string | null => {
  const trimmed = text.trim()
  return printed.test(trimmed) ? trimmed.replace(/[ ._-]/g, '').toUpperCase() : null
}
