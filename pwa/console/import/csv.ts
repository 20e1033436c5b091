/** CSV in and out. The library comes only when it is needed. */
const load = async () => (await import('papaparse')).default

export type CsvLine = { line: number; cells: string[] }

const lineBreak = /\r\n|\r|\n/g

/**
 * Splits a text into lines that say something, each with the number of the line where it begins: a quoted
 * cell may span several.
 */
export const parseCsv = async (
  text: string,
): Promise<{ lines: CsvLine[] } | { reason: string }> => {
  const { parse } = await load()
  const lines: CsvLine[] = []
  let reason: string | null = null
  let line = 1
  let cursor = 0
  parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t'],
    step({ data, errors, meta }, parser) {
      if (errors.some(({ type }) => type === 'Quotes')) {
        reason = `Line ${line}: a quotation mark is opened there and not closed as it should be.`
        parser.abort()
        return
      }
      if (data.some((cell) => cell.trim() !== '')) lines.push({ line, cells: data })
      line += text.slice(cursor, meta.cursor).match(lineBreak)?.length ?? 0
      ;({ cursor } = meta)
    },
  })
  return reason === null ? { lines } : { reason }
}

/** A file for spreadsheets, in which no cell passes for a formula. */
export const csvFile = async (rows: readonly (readonly string[])[]): Promise<Blob> => {
  const { unparse } = await load()
  const text = unparse(
    rows.map((row) => [...row]),
    { escapeFormulae: true },
  )
  // Without the mark some spreadsheets take UTF-8 for something else.
  return new Blob([`\ufeff${text}\r\n`], { type: 'text/csv' })
}
