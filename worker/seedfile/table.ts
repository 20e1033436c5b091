import type { SeedFileWarning, SeedRowReason } from '../../schema/seed-file.ts'
import { decodeSecret, encodingCount } from './encoding.ts'
import type { Read } from './read.ts'
import { accept, refuse, type Outcome } from './refusal.ts'
import { readRow, secretReason, type RowTexts } from './row.ts'
import { cellsOf } from './table-row.ts'
import { tableShape, type TableShape } from './table-shape.ts'
import { lines, linesRefusal, type Line } from './text.ts'
import { tokenList, type GoodRow } from './token-list.ts'

/** Lines of `serial,seed,type` files may begin with a sign that nothing else begins with: a remark. */
function* rowLines(bytes: Uint8Array): Generator<Line> {
  for (const line of lines(bytes)) if (!line.text.startsWith('#')) yield line
}

type Row = { texts: RowTexts; secret: string }

/** Of what a Yubico log names, only these make codes for people. */
const isOtpRow = (type: string): boolean => /^oath-[ht]otp$/i.test(type)

const optional = ['type', 'algorithm', 'digits', 'period', 'upn', 'manufacturer', 'model'] as const

/** @returns a reason where the line has not the cells that a row has */
const rowOf = (
  text: string,
  { format, delimiter, columns, width }: TableShape,
): Row | SeedRowReason => {
  const cells = cellsOf(text, delimiter)
  if (!cells) return 'bad-quotes'
  if (format === 'yubico' && !isOtpRow(cells[0] ?? '')) return 'unsupported-type'
  const [serial, secret] = [cells[columns.serial ?? -1], cells[columns.secret ?? -1]]
  if (serial === undefined || secret === undefined) return 'columns'
  if (cells.slice(width).some((extra) => extra !== '')) return 'columns'
  const texts: RowTexts = { serial }
  for (const field of optional) {
    const column = columns[field]
    if (column !== undefined) texts[field] = cells[column] ?? ''
  }
  return { texts, secret }
}

/** All rows but the header, and the line with which a Yubico log begins. */
function* rowsOf(
  bytes: Uint8Array,
  shape: TableShape,
): Generator<{ line: number; row: Row | SeedRowReason }> {
  for (const { line, text } of rowLines(bytes))
    if (line !== shape.header && !/^logging start/i.test(text))
      yield { line, row: rowOf(text, shape) }
}

/** The column's majority decides, over the whole file; where no secret tells, the format's own custom. */
const encodingOf = (bytes: Uint8Array, shape: TableShape): Outcome<'base32' | 'hex'> => {
  const count = encodingCount()
  let rows = 0
  for (const { row } of rowsOf(bytes, shape)) {
    rows += 1
    if (typeof row !== 'string') count.add(row.secret)
  }
  if (rows === 0) return refuse('no-rows')
  const majority = count.majority()
  if (majority === 'none') return accept('base32')
  if (majority !== 'undecided') return accept(majority)
  if (shape.format === 'serial-secret') return refuse('ambiguous-secrets')
  return accept(shape.format === 'entra' ? 'base32' : 'hex')
}

/** @returns the row, or why it is none */
const goodRow = (
  { texts, secret: text }: Row,
  encoding: 'base32' | 'hex',
  allowShort: boolean,
): Omit<GoodRow, 'line'> | SeedRowReason => {
  const read = readRow(texts)
  if (!read.ok) return read.reason
  if (text === '') return 'secret-missing'
  const secret = decodeSecret(text, encoding)
  if (!secret) return 'bad-secret'
  return secretReason(secret, allowShort) ?? { secret, ...read.value }
}

/** Reads a table of tokens: one a line. */
export const readTable = (bytes: Uint8Array, allowShort: boolean): Outcome<Read> => {
  const refusal = linesRefusal(bytes)
  if (refusal) return refusal
  const first = rowLines(bytes).next().value
  const shape = first ? tableShape(first) : null
  if (!shape) return refuse('unknown-format')
  const encoding = encodingOf(bytes, shape)
  if (!encoding.ok) return encoding
  const list = tokenList()
  for (const { line, row } of rowsOf(bytes, shape)) {
    const good = typeof row === 'string' ? row : goodRow(row, encoding.value, allowShort)
    if (typeof good === 'string') list.error(line, good)
    else list.add({ line, ...good })
  }
  const warnings: SeedFileWarning[] = shape.ignoresColumns ? ['ignored-columns'] : []
  return accept({ format: shape.format, encoding: encoding.value, warnings, list })
}
