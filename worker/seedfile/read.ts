import type {
  SeedContainer,
  SeedEncoding,
  SeedFileWarning,
  SeedFormat,
} from '../../schema/seed-file.ts'
import type { TokenList } from './token-list.ts'

/** What a format's reader finds; the container adds what it knows. */
export type Read = {
  format: SeedFormat
  encoding: SeedEncoding
  /** What protects the seeds inside the file itself. */
  protection?: Extract<SeedContainer, `pskc-${string}`>
  warnings: SeedFileWarning[]
  list: TokenList
}
