import * as v from 'valibot'
import {
  type SeedContainer,
  type SeedEncoding,
  seedFileLimits,
  type SeedFileWarning,
  type SeedFormat,
  type SeedRowReason,
} from '../seed-file.ts'
import { line } from './text.ts'

/** What a seed file may weigh, as it is uploaded. */
export const maxSeedFileBytes = seedFileLimits.body

const isTrue = v.optional(v.picklist(['true', 'false']))

/**
 * `POST /api/admin/token-series`, multipart/form-data: `file`, and these fields. `preview` changes nothing.
 * `commit` wants the `sha256` that the preview answered, and imports what is new, all of it or nothing.
 */
export const TokenImport = v.strictObject({
  mode: v.picklist(['preview', 'commit']),
  /** Of the container, or of a PSKC file that is encrypted with a password. */
  password: v.optional(v.pipe(v.string(), v.maxLength(1024, 'is too long'))),
  /** In hexadecimal: what a PSKC file with a pre-shared key (RFC 6030, section 6.1) is opened with. */
  presharedKey: v.optional(
    v.pipe(v.string(), v.regex(/^([0-9a-fA-F]{2}){16,32}$|^$/, 'must be a key in hexadecimal')),
  ),
  label: v.optional(line(64)),
  sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256'))),
  /** Chosen anew for each import: who asks again with the same one gets the same import, not a second. */
  job: v.optional(v.pipe(v.string(), v.uuid('must be an id'))),
  /** ZipCrypto keeps a secret from nobody who wants it: with `false` such a file is refused. */
  allowZipCrypto: isTrue,
  /** Secrets of 80 bits, which some tokens have; RFC 4226 wants 128. */
  allowShortSecrets: isTrue,
})
export type TokenImport = v.InferOutput<typeof TokenImport>

/** What would become, or became, of a file's rows: each is counted once. */
export type TokenCounts = {
  new: number
  /** There already, with the same secret. */
  known: number
  /** There already with another secret, or the secret is there under another serial: stays as it is. */
  conflict: number
  bad: number
}

/**
 * Why a token is a conflict: its serial is there with another secret, or its secret is there under another
 * serial.
 */
export const tokenConflicts = ['serial-conflict', 'secret-conflict'] as const
export type TokenConflict = (typeof tokenConflicts)[number]

export const maxErrors = 1000
export type TokenImportReport = {
  sha256: string
  /** What the file was taken for, how its secrets are written, and how it was protected. */
  format: SeedFormat
  encoding: SeedEncoding
  encryption: SeedContainer
  warnings: SeedFileWarning[]
  counts: TokenCounts
  /**
   * Of the new ones, those that the file itself gives to somebody by username or e-mail address, and those
   * that it gives to nobody who is known here and may hold one, or one more.
   */
  assigned: number
  unknownOwners: number
  /** At most `maxErrors` lines, bad and conflicting ones, in the order of the file; `counts` counts all. */
  errors: { line: number; reason: SeedRowReason | TokenConflict }[]
  /** Of the series that the import made; none where nothing is new. */
  id?: string
}

/** `GET /api/admin/token-series/imports/:id`: how far one is, by its `job`. */
export type TokenImportProgress = {
  state: 'running' | 'done' | 'failed'
  total: number
  staged: number
  seriesId: string | null
}

/** `GET /api/admin/token-series`, newest first. Times are unix seconds. */
export type TokenSeries = {
  id: string
  label: string
  format: SeedFormat
  tokens: number
  /** Tokens that somebody holds. */
  assigned: number
  createdAt: number
}
export type TokenSeriesList = { series: TokenSeries[] }
/** One of them; `people`: how many hold one of its tokens, or several. */
export type TokenSeriesDetails = TokenSeries & { people: number }

/** `PATCH /api/admin/token-series/:id` */
export const TokenSeriesChange = v.strictObject({
  label: v.pipe(line(64), v.minLength(1, 'must not be empty')),
})

/** `DELETE /api/admin/token-series/:id`: people who held one of its tokens. */
export type DeletedSeries = { tokens: number; people: number }
