import type { Entry, FileEntry, ZipReader } from '@zip.js/zip.js'
import { seedFileLimits, type SeedContainer } from '../../schema/seed-file.ts'
import { crc32 } from './crc32.ts'
import { inflatedFill, storedFill } from './inflate.ts'
import { accept, refuse, type Outcome, type Refused } from './refusal.ts'
import { hasOneEnd } from './zip-end.ts'
import { chosenEntry, encryptionOf, entryRefusal, stored } from './zip-entry.ts'

export type ZipOptions = { password: string; allowZipCrypto: boolean }
export type Unzipped = { content: Uint8Array<ArrayBuffer>; container: SeedContainer }

/**
 * The library comes only when a zip file does: every isolate would pay for it at its start. This build
 * brings no codecs and no workers of its own; we inflate ourselves.
 */
const load = () => import('@zip.js/zip.js/lib/zip-core-custom.js')
type Library = Awaited<ReturnType<typeof load>>

/** Lists one entry more than may be there, and no further: 70,000 empty ones cost what five do. */
const list = async (reader: ZipReader<unknown>): Promise<Entry[]> => {
  const entries: Entry[] = []
  for await (const entry of reader.getEntriesGenerator()) {
    entries.push(entry)
    if (entries.length > seedFileLimits.entries) break
  }
  return entries
}

const listingRefusal = (fault: unknown, library: Library): Refused => {
  const message = fault instanceof Error ? fault.message : ''
  if (message === library.ERR_UNSAFE_FILENAME || message === library.ERR_AMBIGUOUS_ARCHIVE)
    return refuse('unsafe-zip')
  if (message === library.ERR_SPLIT_ZIP_FILE || message === library.ERR_ENCRYPTED_CENTRAL_DIRECTORY)
    return refuse('unsupported-zip')
  return refuse('damaged-zip')
}

const entryFault = (fault: unknown, library: Library): Refused => {
  const message = fault instanceof Error ? fault.message : ''
  if (message === library.ERR_AMBIGUOUS_ARCHIVE || message === library.ERR_OVERLAPPING_ENTRY)
    return refuse('unsafe-zip')
  if (
    message === library.ERR_UNSUPPORTED_COMPRESSION ||
    message === library.ERR_UNSUPPORTED_ENCRYPTION
  )
    return refuse('unsupported-zip')
  return refuse('wrong-password-or-damaged')
}

/**
 * Decrypts and inflates. The library checks the password and AES's authentication code, which comes last;
 * we check size and CRC-32, without which 16 of 3,000 wrong passwords pass for a stored ZipCrypto entry.
 * AE-2 has no CRC-32: it would tell about the content.
 */
const contentOf = async (
  entry: FileEntry,
  password: string,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const fill = (entry.compressionMethod === stored ? storedFill : inflatedFill)(
    entry.uncompressedSize,
  )
  await entry.getData(new WritableStream<Uint8Array>({ write: (bytes) => fill.push(bytes) }), {
    password,
    passThrough: 'compressed',
    checkAuthenticationCode: true,
    checkOverlappingEntry: true,
  })
  const content = fill.end()
  const hasCrc = entry.extraFieldAES?.vendorVersion !== 2
  return content && (!hasCrc || crc32(content) === entry.crc32) ? content : null
}

/** Reads the one seed file of an encrypted zip file. */
export const unzip = async (
  bytes: Uint8Array<ArrayBuffer>,
  { password, allowZipCrypto }: ZipOptions,
): Promise<Outcome<Unzipped>> => {
  if (!hasOneEnd(bytes)) return refuse('damaged-zip')
  const library = await load()
  const reader = new library.ZipReader(new library.Uint8ArrayReader(bytes), {
    strictness: 'strict',
    useWebWorkers: false,
  })
  let entries: Entry[]
  try {
    entries = await list(reader)
  } catch (fault) {
    return listingRefusal(fault, library)
  }
  const entry = chosenEntry(entries)
  if (!entry.ok) return entry
  const encryption = encryptionOf(entry.value)
  if (!encryption.ok) return encryption
  if (encryption.value === 'zipcrypto' && !allowZipCrypto) return refuse('zipcrypto-not-allowed')
  const refusal = entryRefusal(entry.value)
  if (refusal) return refusal
  if (password === '') return refuse('password-missing')
  try {
    const content = await contentOf(entry.value, password)
    return content
      ? accept({ content, container: encryption.value })
      : refuse('wrong-password-or-damaged')
  } catch (fault) {
    return entryFault(fault, library)
  }
}
