import type {
  SeedContainer,
  SeedEncoding,
  SeedFileRefusal,
  SeedFileWarning,
  SeedFormat,
  SeedRowError,
  SeedToken,
} from '../../schema/seed-file.ts'

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

export type SeedFileResult =
  | SeedFile
  /** `line`: where, for the reasons that have a place. */
  | { ok: false; reason: SeedFileRefusal; line?: number }

/**
 * Reads a vendor's file of seeds: container, then format, then rows. Hostile input: it never throws for
 * what a file says, and its cost is bounded by `seedFileLimits` whatever the file claims of itself.
 */
export const readSeedFile = async (
  _bytes: Uint8Array<ArrayBuffer>,
  _options: SeedFileOptions,
): Promise<SeedFileResult> => ({ ok: false, reason: 'unknown-format' })
