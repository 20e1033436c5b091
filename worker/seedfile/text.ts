import { seedFileLimits } from '../../schema/seed-file.ts'
import { accept, refuse, type Outcome, type Refused } from './refusal.ts'

const [tab, lineFeed, carriageReturn, space, less] = [0x09, 0x0a, 0x0d, 0x20, 0x3c]
/** How much becomes a string at a time, in bytes; cut at the end of a line. */
const piece = 64 * 1024

export type Line = { line: number; text: string }
/** Text that is checked: UTF-8 without its mark, no controls. */
export type SeedText = { bytes: Uint8Array; isXml: boolean }

/** UTF-16 by its mark, or by the zero beside the first ASCII letter. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) ||
  (first === 0xfe && second === 0xff) ||
  (first === 0) !== (second === 0)

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/** A loop, for it sees every byte of the file: a callback for each costs several times as much. */
const hasControl = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (
      byte >= space ? byte === 0x7f : byte !== tab && byte !== lineFeed && byte !== carriageReturn
    )
      return true
  }
  return false
}

/** Decodes piece by piece, so that no second copy of the whole is ever held. */
export function* decoded(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for (let at = 0; at < bytes.length; at += piece)
    yield decoder.decode(bytes.subarray(at, at + piece), { stream: true })
  yield decoder.decode()
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    for (const _ of decoded(bytes));
    return true
  } catch {
    return false
  }
}

/** Whether bytes are text at all, and of which kind. */
export const seedText = (content: Uint8Array): Outcome<SeedText> => {
  if (content.length > 1 && isUtf16(content)) return refuse('utf-16')
  const bytes = withoutMark(content)
  if (hasControl(bytes)) return refuse('not-text')
  if (!isUtf8(bytes)) return refuse('not-utf-8')
  const first = bytes.find((byte) => byte > space)
  if (first === undefined) return refuse('empty-file')
  return accept({ bytes, isXml: first === less })
}

/** Where a line ends, and where the next begins: CRLF, LF and a lone CR each end one. */
const lineEnd = (bytes: Uint8Array, from: number): [end: number, next: number] => {
  let at = from
  while (at < bytes.length && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at += 1
  return [at, bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at + 1]
}

/** Holds a table to its limits, before a line of it becomes a string. */
export const linesRefusal = (bytes: Uint8Array): Refused | null => {
  let from = 0
  for (let line = 1; from < bytes.length; line += 1) {
    if (line > seedFileLimits.lines) return refuse('too-many-lines')
    const [end, next] = lineEnd(bytes, from)
    if (end - from > seedFileLimits.line) return refuse('line-too-long', line)
    from = next
  }
  return null
}

/** After the last whole line of a piece. Lines are short by now: one ends in every piece but the last. */
const cut = (bytes: Uint8Array, from: number): number => {
  if (from + piece >= bytes.length) return bytes.length
  // A CR is no safe place: its LF may follow.
  return bytes.lastIndexOf(lineFeed, from + piece) + 1
}

/** The lines of a text that say something, numbered from 1 as an editor does. */
export function* lines(bytes: Uint8Array): Generator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let line = 0
  for (let from = 0, to = 0; from < bytes.length; from = to) {
    to = cut(bytes, from)
    if (to <= from) to = bytes.length
    const texts = decoder.decode(bytes.subarray(from, to)).split(/\r\n|\r|\n/)
    // What follows the last line end is the next piece's, or nothing.
    if (to < bytes.length) texts.pop()
    for (const text of texts) {
      line += 1
      if (text.trim() !== '') yield { line, text }
    }
  }
}
