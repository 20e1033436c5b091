/**
 * A token's serial number as it stands on the token's back, trimmed: 1 to 64 ASCII letters, digits, dots,
 * underscores and dashes, the first a letter or digit. So it is no formula, no markup, and looks like no
 * other serial.
 * @returns null where the text is none
 */
export const readSerial = (text: string): string | null => {
  const serial = text.trim()
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(serial) ? serial : null
}

/** By which serials are compared, in files, in the database and where people type them: case says nothing. */
export const canonicalSerial = (serial: string): string => serial.toUpperCase()
