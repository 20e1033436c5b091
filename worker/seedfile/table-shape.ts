import type { SeedFormat } from '../../schema/seed-file.ts'
import type { RowTexts } from './row.ts'
import { cellsOf } from './table-row.ts'
import type { Line } from './text.ts'

export type Field = keyof RowTexts | 'secret'
/** How a table is written: which column holds what. */
export type TableShape = {
  format: Exclude<SeedFormat, 'pskc'>
  delimiter: string
  columns: Partial<Record<Field, number>>
  /** How many cells a row may have; those past the columns that we know are empty or the header's own. */
  width: number
  /** The line of the header, which is no row. */
  header: number | null
  ignoresColumns: boolean
}

/** What headers call a column, without case, blanks and signs. */
const names: Record<Field, readonly string[]> = {
  serial: [
    'serial',
    'serialnumber',
    'serialno',
    'sn',
    'tokenserial',
    'tokenserialnumber',
    'tokenid',
  ],
  secret: [
    'secret',
    'secretkey',
    'seed',
    'hexseed',
    'seedhex',
    'key',
    'sharedsecret',
    'base32secret',
  ],
  type: ['type', 'tokentype', 'otptype'],
  algorithm: ['algorithm', 'hash', 'hashfunction', 'hashalgorithm'],
  digits: ['digits', 'otplength', 'codelength', 'length'],
  period: ['period', 'timeinterval', 'timestep', 'interval', 'step'],
  upn: ['upn', 'userprincipalname'],
  manufacturer: ['manufacturer', 'vendor'],
  model: ['model'],
}
const fields = Object.keys(names) as Field[]

const fieldOf = (cell: string): Field | null => {
  const name = cell.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return fields.find((field) => names[field].includes(name)) ?? null
}

/** The delimiter that cuts a line into most cells; the first where none does better. */
const delimiterOf = (text: string): string =>
  [',', ';', '\t']
    .map((delimiter) => ({ delimiter, cells: cellsOf(text, delimiter)?.length ?? 0 }))
    .reduce((best, next) => (next.cells > best.cells ? next : best)).delimiter

const columnsOf = (order: readonly (Field | null)[]): Partial<Record<Field, number>> =>
  Object.fromEntries(order.flatMap((field, index) => (field ? [[field, index]] : [])))

const formatOf = (columns: Partial<Record<Field, number>>): TableShape['format'] => {
  if (columns.upn !== undefined || columns.manufacturer !== undefined) return 'entra'
  const beyond = (['type', 'algorithm', 'digits', 'period'] as const).some(
    (field) => columns[field] !== undefined,
  )
  return beyond ? 'oath' : 'serial-secret'
}

/** A header names serial and secret, and no column twice. @returns null where the line is none */
const headerShape = (
  cells: readonly string[],
  delimiter: string,
  line: number,
): TableShape | null => {
  const order = cells.map(fieldOf)
  const known = order.filter((field) => field !== null)
  const columns = columnsOf(order)
  if (columns.serial === undefined || columns.secret === undefined) return null
  if (new Set(known).size < known.length) return null
  const ignoresColumns = cells.some((cell, index) => cell !== '' && order[index] === null)
  return {
    format: formatOf(columns),
    delimiter,
    columns,
    width: cells.length,
    header: line,
    ignoresColumns,
  }
}

/** YubiKey Personalization Tool, log in its 'traditional' form: what was written, when, slot, public id... */
const yubico = columnsOf([
  'type',
  null,
  null,
  'serial',
  null,
  'secret',
  null,
  null,
  null,
  null,
  null,
  'digits',
])
const yubicoTypes = /^(logging start|yubico otp|oath-[ht]otp|static password|challenge-response)/i

/** Tables without a header show what they are by their first row. */
const plainShape = (cells: readonly string[], delimiter: string): TableShape | null => {
  const shape = { delimiter, header: null, ignoresColumns: false }
  if (yubicoTypes.test(cells[0] ?? ''))
    return { ...shape, format: 'yubico', columns: yubico, width: Infinity }
  const width = cells.findLastIndex((cell) => cell !== '') + 1
  if (width === 2)
    return { ...shape, format: 'serial-secret', columns: columnsOf(['serial', 'secret']), width }
  if (width > 2 && width <= 5 && /^(oath-)?[ht]otp$/i.test(cells[2] ?? ''))
    return {
      ...shape,
      format: 'oath',
      columns: columnsOf(['serial', 'secret', 'type', 'digits', 'period']),
      width: 5,
    }
  return null
}

/** @param first the first line that says something @returns null where it is no table that we know */
export const tableShape = ({ line, text }: Line): TableShape | null => {
  const delimiter = delimiterOf(text)
  const cells = cellsOf(text, delimiter)
  if (!cells) return null
  return headerShape(cells, delimiter, line) ?? plainShape(cells, delimiter)
}
