import type { ImportProblem, ImportRow } from '../../../schema/api/import.ts'
import { roles, type Role } from '../../../schema/policy.ts'
import type { ImportField } from './columns.ts'

/** A row as the Worker wants it, or what is wrong with it. */
export type ReadRow = { row: ImportRow } | { problem: ImportProblem }

const flags = new Map([
  ...['yes', 'y', 'true', '1', 'on', 'x'].map((word) => [word, true] as const),
  ...['no', 'n', 'false', '0', 'off'].map((word) => [word, false] as const),
])

const asRole = (text: string): Role | undefined => {
  const plain = text.toLowerCase().replaceAll(/[\s-]+/g, '_')
  return roles.find((role) => role === plain)
}

/** Our own export puts an apostrophe before what a spreadsheet would take for a formula. */
const withoutGuard = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, '')

const isText = (field: ImportField): field is 'username' | 'displayName' | 'email' | 'phone' =>
  ['username', 'displayName', 'email', 'phone'].includes(field)

/** What one cell adds to a row, or why it cannot. */
const readCell = (field: ImportField, cell: string): Partial<ImportRow> | string => {
  // A password is what was typed, spaces and all.
  if (field === 'password') return { password: cell }
  const text = withoutGuard(cell.trim())
  if (isText(field)) return { [field]: text }
  if (field === 'groups')
    return {
      groups: text
        .split(';')
        .map((name) => name.trim())
        .filter(Boolean),
    }
  if (field === 'role') {
    const role = asRole(text)
    return role ? { role } : 'must be user, admin or super_admin'
  }
  const flag = flags.get(text.toLowerCase())
  return flag === undefined ? 'must be yes or no' : { [field]: flag }
}

/** Longer than anything that any column may hold; a chunk must hold a row. */
const maxRowLength = 8192

/**
 * Reads the cells of one line. An empty cell says nothing, as if its column were not there.
 *
 * @param fields what each column brings; null for columns that are not used
 */
export const readRow = (
  line: number,
  cells: readonly string[],
  fields: readonly (ImportField | null)[],
): ReadRow => {
  const refuse = (field: string, reason: string): ReadRow => ({ problem: { line, field, reason } })
  if (cells.length > fields.length)
    return refuse('', `has ${cells.length} values for ${fields.length} columns`)
  if (cells.reduce((sum, cell) => sum + cell.length, 0) > maxRowLength)
    return refuse('', 'is too long')
  const row: ImportRow = { line, username: '' }
  for (const [index, field] of fields.entries()) {
    const cell = cells[index] ?? ''
    if (!field || cell.trim() === '') continue
    const read = readCell(field, cell)
    if (typeof read === 'string') return refuse(field, read)
    Object.assign(row, read)
  }
  return row.username === '' ? refuse('username', 'must not be empty') : { row }
}
