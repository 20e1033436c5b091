import type {
  SeedContainer,
  SeedEncoding,
  SeedFileWarning,
  SeedFormat,
  SeedRowError,
  SeedToken,
} from '../../schema/seed-file.ts'
import { openContainer } from './container.ts'
import type { Read } from './read.ts'
import { refuse, type Outcome, type Refused } from './refusal.ts'
import { isShort } from './row.ts'
import { readTable } from './table.ts'
import { seedText, type SeedText } from './text.ts'
import type { TokenList } from './token-list.ts'

export type SeedFileOptions = {
  /** Of the zip file, or of a PSKC file that a password protects. */
  password?: string | undefined
  /** Of a PSKC file: an AES key of 16, 24 or 32 bytes, in hexadecimal. */
  presharedKey?: string | undefined
  /** ZipCrypto is broken: 12 known bytes, a table's header, suffice. */
  allowZipCrypto: boolean
  /** Lets secrets of 80 to 127 bits in, with a warning. */
  allowShortSecrets: boolean
}

/** What a file says. Its tokens are held packed: unpack them in pieces, and as often as needed. */
export type SeedFile = {
  ok: true
  format: SeedFormat
  container: SeedContainer
  encoding: SeedEncoding
  warnings: SeedFileWarning[]
  /** Rows that say something: tokens and errors. */
  rows: number
  /** How many tokens `tokens()` brings. */
  count: number
  /** Good rows in the order of the file, in pieces of at most `size`; each call begins anew. */
  tokens: (size: number) => Generator<SeedToken[]>
  /** By line. */
  errors: SeedRowError[]
}

export type SeedFileResult = SeedFile | Refused

/** The text's own format, whatever held it. */
const readFormat = async (
  { bytes, isXml }: SeedText,
  { password, presharedKey, allowShortSecrets }: SeedFileOptions,
): Promise<Outcome<Read>> => {
  if (!isXml) return readTable(bytes, allowShortSecrets)
  const { readPskc } = await import('./pskc.ts')
  return readPskc(bytes, { password, presharedKey, allowShort: allowShortSecrets })
}

const hasShort = ({ tokens }: TokenList): boolean => {
  for (const piece of tokens(1000)) if (piece.some(({ secret }) => isShort(secret))) return true
  return false
}

const warningsOf = (
  container: SeedContainer,
  { warnings, list }: Read,
  allowShort: boolean,
): SeedFileWarning[] => [
  ...(container === 'plain' ? (['unencrypted'] as const) : []),
  ...(container === 'zipcrypto' ? (['zipcrypto'] as const) : []),
  ...(allowShort && hasShort(list) ? (['short-secrets'] as const) : []),
  ...warnings,
]

/**
 * Reads a vendor's file of seeds: container, then format, then rows. Hostile input: it never throws for
 * what a file says, and its cost is bounded by `seedFileLimits` whatever the file claims of itself.
 */
export const readSeedFile = async (
  bytes: Uint8Array<ArrayBuffer>,
  options: SeedFileOptions,
): Promise<SeedFileResult> => {
  const opened = await openContainer(bytes, {
    password: options.password ?? '',
    allowZipCrypto: options.allowZipCrypto,
  })
  if (!opened.ok) return opened
  const text = seedText(opened.value.content)
  if (!text.ok) return text
  const read = await readFormat(text.value, options)
  if (!read.ok) return read
  const { format, encoding, list, protection } = read.value
  const errors = list.errors()
  const rows = list.count() + errors.length
  if (rows === 0) return refuse('no-rows')
  const held = opened.value.container
  const container = held === 'plain' ? (protection ?? held) : held
  return {
    ok: true,
    format,
    encoding,
    container,
    warnings: warningsOf(container, read.value, options.allowShortSecrets),
    rows,
    count: list.count(),
    tokens: list.tokens,
    errors,
  }
}
