const quote = '"'

/**
 * The cells of one line (RFC 4180): a cell may stand in quotes, in which two quotes are one. A cell does not
 * go on in the next line: no serial and no secret has a line end.
 * @returns null where quotes do not close, or stand where they may not
 */
export const cellsOf = (text: string, delimiter: string): string[] | null => {
  if (!text.includes(quote)) return text.split(delimiter).map((cell) => cell.trim())
  const cells: string[] = []
  for (let rest: string | null = text; rest !== null;) {
    const start = rest.trimStart()
    const cell: Cell | null = start.startsWith(quote)
      ? quotedCell(start, delimiter)
      : plainCell(rest, delimiter)
    if (!cell) return null
    cells.push(cell.text.trim())
    ;({ rest } = cell)
  }
  return cells
}

/** `rest`: what follows the delimiter; null after the last cell. */
type Cell = { text: string; rest: string | null }

const plainCell = (text: string, delimiter: string): Cell | null => {
  const end = text.indexOf(delimiter)
  const cell = end < 0 ? text : text.slice(0, end)
  if (cell.includes(quote)) return null
  return { text: cell, rest: end < 0 ? null : text.slice(end + delimiter.length) }
}

const quotedCell = (text: string, delimiter: string): Cell | null => {
  const cell = /^"((?:[^"]|"")*)"/.exec(text)
  if (!cell) return null
  const after = text.slice(cell[0].length).replace(/^ +/, '')
  const content = (cell[1] ?? '').replaceAll('""', quote)
  if (after.trim() === '' && !after.startsWith(delimiter)) return { text: content, rest: null }
  return after.startsWith(delimiter) ? { text: content, rest: after.slice(delimiter.length) } : null
}
