import { importLimits, type ImportRow } from '../../../schema/api/import.ts'

/** Below what a request may have, with room for what stands around the rows. */
const maxBytes = 60 * 1024

const encoder = new TextEncoder()
const sizeOf = (row: ImportRow): number => encoder.encode(JSON.stringify(row)).length + 1

/** Rows in chunks that a request can carry. */
export const chunksOf = (rows: readonly ImportRow[]): ImportRow[][] => {
  const chunks: ImportRow[][] = []
  let chunk: ImportRow[] = []
  let [bytes, passwords] = [0, 0]
  for (const row of rows) {
    const size = sizeOf(row)
    const password = row.password === undefined ? 0 : 1
    const full =
      chunk.length === importLimits.rows ||
      bytes + size > maxBytes ||
      passwords + password > importLimits.passwords
    if (full && chunk.length > 0) {
      chunks.push(chunk)
      chunk = []
      ;[bytes, passwords] = [0, 0]
    }
    chunk.push(row)
    bytes += size
    passwords += password
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks
}
