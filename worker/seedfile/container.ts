import { seedFileLimits, type SeedContainer } from '../../schema/seed-file.ts'
import { accept, refuse, type Outcome } from './refusal.ts'
import { unzip, type Unzipped, type ZipOptions } from './zip.ts'

/** How archives begin that are named for what they are, rather than called broken text. */
const otherArchives = [
  [0x37, 0x7a, 0xbc, 0xaf], // 7z
  [0x52, 0x61, 0x72, 0x21], // rar
  [0x1f, 0x8b], // gzip
  [0xfd, 0x37, 0x7a, 0x58], // xz
  [0x28, 0xb5, 0x2f, 0xfd], // zstd
  [0x42, 0x5a, 0x68], // bzip2
]

/** A zip file begins with an entry, with its directory's end where it is empty, or is one of several parts. */
const zipSigns = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0x50, 0x4b, 0x07, 0x08],
]

const startsWith = (bytes: Uint8Array, sign: readonly number[]): boolean =>
  sign.every((byte, index) => bytes[index] === byte)

/** The text of a seed file, still in bytes, and what protected it. */
export const openContainer = async (
  bytes: Uint8Array<ArrayBuffer>,
  options: ZipOptions,
): Promise<Outcome<Unzipped>> => {
  if (bytes.length > seedFileLimits.body) return refuse('too-large')
  if (bytes.length === 0) return refuse('empty-file')
  if (zipSigns.some((sign) => startsWith(bytes, sign))) return unzip(bytes, options)
  if (otherArchives.some((sign) => startsWith(bytes, sign))) return refuse('unsupported-container')
  const container: SeedContainer = 'plain'
  return accept({ content: bytes, container })
}
