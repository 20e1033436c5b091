import type { Entry, FileEntry } from '@zip.js/zip.js'
import { isPlainText } from '../../schema/plain-text.ts'
import { seedFileLimits, type SeedContainer } from '../../schema/seed-file.ts'
import { accept, refuse, type Outcome, type Refused } from './refusal.ts'

/** The compression methods of ZIP that are read (APPNOTE 4.4.5). */
export const stored = 0
export const deflated = 8

/** Unix file types, as the upper half of the external attributes has them: none, file, directory. */
const typeMask = 0o170000
const plainTypes = new Set([0, 0o100000, 0o040000])

/** A name that stays where it is put, on any system; names are only shown, but a file that plays is no vendor's. */
const isSafeName = (name: string): boolean =>
  isPlainText(name) &&
  !/^[/~]|^[a-z]:|\\/i.test(name) &&
  name.split('/').every((part) => part !== '..' && part !== '.' && part !== '__proto__')

const isSafe = (entry: Entry): boolean =>
  isSafeName(entry.filename) && plainTypes.has((entry.externalFileAttributes >>> 16) & typeMask)

/** What a Mac leaves beside each file: `__MACOSX/._seeds.csv`. */
const isJunk = (name: string): boolean => /(^|\/)(__MACOSX\/|\._)/.test(name)

const isSeedFile = (entry: Entry): entry is FileEntry =>
  !entry.directory && !isJunk(entry.filename) && /\.(csv|txt|xml|pskc)$/i.test(entry.filename)

/** Local header (30 bytes and the name, at least) and data of each entry lie apart from the next one's. */
const overlap = (entries: readonly Entry[]): boolean => {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset)
  return inOrder.some((entry, index) => {
    const end = entry.offset + 30 + entry.rawFilename.length + entry.compressedSize
    return end > (inOrder[index + 1]?.offset ?? Infinity)
  })
}

/** The one seed file among what a zip lists. */
export const chosenEntry = (entries: readonly Entry[]): Outcome<FileEntry> => {
  if (entries.length > seedFileLimits.entries) return refuse('too-many-entries')
  if (!entries.every(isSafe) || overlap(entries)) return refuse('unsafe-zip')
  const [entry, second] = entries.filter(isSeedFile)
  if (!entry) return refuse('no-seed-file')
  if (second) return refuse('several-seed-files')
  return accept(entry)
}

/** APPNOTE 7.2.5 and WinZip's AE-x, field 'strength'. */
const strengths = { 1: 'aes-128', 2: 'aes-192', 3: 'aes-256' } as const

/** Bit 6: PKWARE's strong encryption, which nobody but PKWARE reads. */
const strong = 1 << 6

export const encryptionOf = (entry: FileEntry): Outcome<SeedContainer> => {
  if (!entry.encrypted) return refuse('not-encrypted')
  if ((entry.rawBitFlag ?? strong) & strong) return refuse('unsupported-zip')
  if (entry.zipCrypto) return accept('zipcrypto')
  const strength = strengths[(entry.extraFieldAES?.strength ?? 0) as keyof typeof strengths]
  return strength ? accept(strength) : refuse('unsupported-zip')
}

/** What the entry says of itself, before a byte of it is read. @returns null where it may be read */
export const entryRefusal = (entry: FileEntry): Refused | null => {
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated)
    return refuse('unsupported-zip')
  if (entry.uncompressedSize > seedFileLimits.text) return refuse('too-much-text')
  if (entry.uncompressedSize > entry.compressedSize * seedFileLimits.ratio)
    return refuse('suspicious-ratio')
  return null
}
