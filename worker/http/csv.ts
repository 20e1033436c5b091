import Papa from 'papaparse'

/** Spreadsheets take what begins so for a formula, or for nothing at all (ASVS 1.2.10). */
const formula = /^[=+\-@\t\r\n\0＝＋－＠]/

/**
 * Rows as RFC 4180 has them: all quoted, each ended by CRLF. What a spreadsheet would run gets an
 * apostrophe in front, and is text.
 */
export const csvRows = (rows: readonly (string | number | null)[][]): string =>
  rows.length === 0
    ? ''
    : `${Papa.unparse([...rows], { quotes: true, newline: '\r\n', escapeFormulae: formula })}\r\n`
