import { algorithms, type Algorithm } from '../../schema/otp/parameters.ts'
import type { SeedRowError, SeedRowReason, SeedToken } from '../../schema/seed-file.ts'
import { duplicates } from './duplicates.ts'
import { packedColumn } from './packed.ts'

type Owner = Pick<SeedToken, 'upn' | 'manufacturer' | 'model'>
type Parameters = { algorithm: Algorithm; digits: 6 | 8; period: 30 | 60 }

/** A row that is right in itself. Its secret is copied. */
export type GoodRow = Parameters & {
  line: number
  serial: string
  /** The form in which serials are compared. */
  canonical: string
  secret: Uint8Array
  owner: Owner | null
}

/** The twelve combinations that there are, each by a number. */
const combinations = algorithms.flatMap((algorithm) =>
  ([6, 8] as const).flatMap((digits) =>
    ([30, 60] as const).map((period): Parameters => ({ algorithm, digits, period })),
  ),
)
const combination = ({ algorithm, digits, period }: Parameters): number =>
  algorithms.indexOf(algorithm) * 4 + (digits === 8 ? 2 : 0) + (period === 60 ? 1 : 0)

/**
 * Rows column by column: 100,000 objects with an array of bytes each would cost several times as much
 * memory as what they say.
 */
const columns = () => {
  const lines: number[] = []
  const serials: string[] = []
  const secrets = packedColumn()
  const parameters: number[] = []
  const owners: (Owner | null)[] = []
  return {
    push({ line, serial, secret, owner, ...rest }: GoodRow) {
      lines.push(line)
      serials.push(serial)
      secrets.push(secret)
      parameters.push(combination(rest))
      owners.push(owner)
    },
    length: () => lines.length,
    lineAt: (index: number): number => lines[index] ?? 0,
    hasParameters: (index: number, row: Parameters): boolean =>
      parameters[index] === combination(row),
    tokenAt(index: number): SeedToken | null {
      const [serial, held] = [serials[index], combinations[parameters[index] ?? -1]]
      if (serial === undefined || !held) return null
      const line = lines[index] ?? 0
      return { line, serial, secret: secrets.copy(index), ...held, ...owners[index] }
    },
  }
}

/** The tokens of a file, and what is wrong with its other rows. Finds what stands in the file twice. */
export const tokenList = () => {
  const rows = columns()
  const seen = duplicates()
  const errors: SeedRowError[] = []
  /** Rows that were good until a later one contradicted them. */
  const refused = new Set<number>()

  const error = (line: number, reason: SeedRowReason): void => {
    errors.push({ line, reason })
  }
  const refuseEarlier = (index: number, reason: SeedRowReason): void => {
    if (!refused.has(index)) error(rows.lineAt(index), reason)
    refused.add(index)
  }

  const add = (row: GoodRow): void => {
    const { serial, secret } = seen.note(row.canonical, row.secret, rows.length())
    if (serial === null && secret === null) return rows.push(row)
    const again = serial !== null && serial === secret && rows.hasParameters(serial, row)
    if (again && !refused.has(serial)) return error(row.line, 'repeated')
    error(row.line, serial === null ? 'duplicate-secret' : 'duplicate-serial')
    if (serial !== null) refuseEarlier(serial, 'duplicate-serial')
    if (secret !== null) refuseEarlier(secret, 'duplicate-secret')
  }

  function* tokens(size: number): Generator<SeedToken[]> {
    let piece: SeedToken[] = []
    for (let index = 0; index < rows.length(); index += 1) {
      const token = refused.has(index) ? null : rows.tokenAt(index)
      if (token) piece.push(token)
      if (piece.length < size) continue
      yield piece
      piece = []
    }
    if (piece.length > 0) yield piece
  }

  return {
    add,
    error,
    tokens,
    count: () => rows.length() - refused.size,
    errors: () => errors.toSorted((a, b) => a.line - b.line),
  }
}
export type TokenList = ReturnType<typeof tokenList>
