import type { ImportProblem, ImportRow } from '../../../schema/api/import.ts'
import { fieldOf, headingOf, type ImportField } from './columns.ts'
import { parseCsv } from './csv.ts'
import { readRow } from './row.ts'

/** A file of people, read here and not yet sent. */
export type ImportFile = {
  name: string
  /** Its headings, each with what it brings; null where that is unknown. */
  columns: { heading: string; field: ImportField | null }[]
  rows: ImportRow[]
  /** What is wrong with lines that are not worth sending. */
  bad: ImportProblem[]
  /** Who stands on which line. */
  usernames: Map<number, string>
}

export type ReadFile = { ok: true; file: ImportFile } | { ok: false; reason: string }

const maxBytes = 20 * 1024 * 1024

/** The text of a file, or why it has none. */
const textOf = async (file: File): Promise<{ text: string } | { reason: string }> => {
  if (file.size > maxBytes)
    return { reason: 'The file is larger than 20 MB. Split it into several files.' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    return text.includes('\0') ? { reason: 'This is not a text file.' } : { text }
  } catch {
    return {
      reason:
        'The file is not in UTF-8. In a spreadsheet program choose “CSV UTF-8” when you save.',
    }
  }
}

const refuse = (reason: string): ReadFile => ({ ok: false, reason })

/** What the first line says about the columns, or why it cannot be a first line. */
const columnsOf = (cells: readonly string[]): ImportFile['columns'] | string => {
  const columns = cells.map((cell) => ({ heading: cell.trim(), field: fieldOf(cell) }))
  const fields = columns.flatMap(({ field }) => field ?? [])
  if (!fields.includes('username'))
    return 'The first line must name the columns, and one of them must be “username”.'
  const twice = fields.find((field, index) => fields.indexOf(field) !== index)
  return twice ? `The column “${headingOf(twice)}” is there twice.` : columns
}

/**
 * Reads a CSV file with a header line, separated by commas, semicolons or tabs. Every line is either a
 * row or a problem.
 */
export const readImportFile = async (source: File): Promise<ReadFile> => {
  const read = await textOf(source)
  if ('reason' in read) return refuse(read.reason)
  const parsed = await parseCsv(read.text)
  if ('reason' in parsed) return refuse(parsed.reason)
  const [header, ...lines] = parsed.lines
  if (!header) return refuse('The file is empty.')
  const columns = columnsOf(header.cells)
  if (typeof columns === 'string') return refuse(columns)
  if (lines.length === 0)
    return refuse('There is nobody in the file: it ends after its first line.')
  return { ok: true, file: { name: source.name, columns, ...readLines(lines, columns) } }
}

type Line = { line: number; cells: string[] }

const readLines = (lines: readonly Line[], columns: ImportFile['columns']) => {
  const fields = columns.map(({ field }) => field)
  const at = fields.indexOf('username')
  const rows: ImportRow[] = []
  const bad: ImportProblem[] = []
  const usernames = new Map<number, string>()
  const first = new Map<string, number>()
  for (const { line, cells } of lines) {
    usernames.set(line, cells[at]?.trim() ?? '')
    const read = readRow(line, cells, fields)
    if ('problem' in read) {
      bad.push(read.problem)
      continue
    }
    // Near enough to find most; what this misses the Worker counts as known.
    const name = read.row.username.normalize('NFKC').toLowerCase()
    const former = first.get(name)
    if (former !== undefined)
      bad.push({ line, field: 'username', reason: `is the same as in line ${former}` })
    else {
      first.set(name, line)
      rows.push(read.row)
    }
  }
  return { rows, bad, usernames }
}
