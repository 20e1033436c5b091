import {
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js'
import { Deflate, deflateSync } from 'fflate/browser'
import { crc32 } from '../../worker/seedfile/crc32.ts'

type Bytes = Uint8Array<ArrayBuffer>

export const utf8 = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text))
export const joined = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export type Locked = {
  name?: string
  /** What the entry's data are before they are encrypted; deflated unless `stored`. */
  data: Uint8Array
  stored?: boolean
  /** What the entry says of its content. */
  size: number
  crc: number
  password?: string
  zipCrypto?: boolean
}

/** A zip file whose entries say what they are told to say, encrypted. */
export const lockedZip = async (...entries: Locked[]): Promise<Bytes> => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  for (const entry of entries)
    await writer.add(entry.name ?? 'seeds.csv', new Uint8ArrayReader(entry.data), {
      passThrough: 'compressed',
      compressionMethod: entry.stored ? 0 : 8,
      uncompressedSize: entry.size,
      crc32: entry.crc,
      password: entry.password ?? 'secret',
      zipCrypto: entry.zipCrypto ?? false,
      encryptionStrength: 3,
      extendedTimestamp: false,
    })
  return writer.close()
}

/** An honest entry. */
export const locked = (
  content: Uint8Array,
  options: { name?: string; stored?: boolean; zipCrypto?: boolean } = {},
): Locked => ({
  ...options,
  data: options.stored ? content : deflateSync(content),
  size: content.length,
  crc: crc32(content),
})

/** Deflated zeros: a mebibyte's worth, over and over. */
export const deflatedZeros = (mebibytes: number): Bytes => {
  let chunks: Uint8Array[] = []
  const deflate = new Deflate((chunk) => chunks.push(chunk))
  const mebibyte = (): Bytes => {
    chunks = []
    deflate.push(new Uint8Array(1024 * 1024))
    deflate.flush(true)
    return joined(...chunks)
  }
  // Each ends at a whole byte; the second looks back on zeros only, so that it may follow itself.
  const [first, again] = [mebibyte(), mebibyte()]
  const endOfStream = Uint8Array.of(3, 0)
  return joined(first, ...Array.from({ length: mebibytes - 1 }, () => again), endOfStream)
}

export type RawEntry = {
  name: string | Uint8Array
  /** As the directory gives it. */
  offset?: number
  size?: number
  compressedSize?: number
  flags?: number
  /** Unix type and permissions. */
  mode?: number
  extra?: Uint8Array
}

const header = (
  sign: number,
  length: number,
  fields: [at: number, size: 2 | 4, value: number][],
) => {
  const view = new DataView(new ArrayBuffer(length))
  view.setUint32(0, sign, true)
  for (const [at, size, value] of fields)
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
  return new Uint8Array(view.buffer)
}

const nameOf = ({ name }: RawEntry): Uint8Array => (typeof name === 'string' ? utf8(name) : name)

const localHeader = (entry: RawEntry, data: Uint8Array) => {
  const name = nameOf(entry)
  return joined(
    header(0x0403_4b50, 30, [
      [4, 2, 20],
      [6, 2, entry.flags ?? 1],
      [18, 4, data.length],
      [22, 4, entry.size ?? data.length],
      [26, 2, name.length],
    ]),
    name,
    data,
  )
}

const directoryRecord = (entry: RawEntry, data: Uint8Array, offset: number) => {
  const [name, extra] = [nameOf(entry), entry.extra ?? new Uint8Array(0)]
  return joined(
    header(0x0201_4b50, 46, [
      [4, 2, 0x0314],
      [6, 2, 20],
      [8, 2, entry.flags ?? 1],
      [20, 4, entry.compressedSize ?? data.length],
      [24, 4, entry.size ?? data.length],
      [28, 2, name.length],
      [30, 2, extra.length],
      [40, 2, entry.mode ?? 0o100644],
      [42, 4, entry.offset ?? offset],
    ]),
    name,
    extra,
  )
}

/** End of central directory. */
export const directoryEnd = (
  count: number,
  size: number,
  offset: number,
  comment = new Uint8Array(0),
) =>
  joined(
    header(0x0605_4b50, 22, [
      [8, 2, count],
      [10, 2, count],
      [12, 4, size],
      [16, 4, offset],
      [20, 2, comment.length],
    ]),
    comment,
  )

/** A zip file put together by hand: entries that claim to be encrypted, whose data nobody will get to. */
export const rawZip = (entries: RawEntry[], { comment = new Uint8Array(0) } = {}): Bytes => {
  const data = new Uint8Array(40)
  const locals: Uint8Array[] = []
  const records: Uint8Array[] = []
  let offset = 0
  for (const entry of entries) {
    const local = localHeader(entry, data)
    records.push(directoryRecord(entry, data, offset))
    locals.push(local)
    offset += local.length
  }
  const directory = joined(...records)
  return joined(
    ...locals,
    directory,
    directoryEnd(entries.length, directory.length, offset, comment),
  )
}
