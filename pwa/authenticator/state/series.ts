import { joinParts, parsePart } from '../../../schema/backup/qr.ts'
import { readBatch } from '../formats/google.ts'

/** QR codes that belong together: an export from Google Authenticator, or a backup of ours. */
export type Series = {
  kind: 'google' | 'backup'
  id: string
  size: number
  /** What was read, by its number from 1. */
  texts: ReadonlyMap<number, string>
}
export type SeriesRefusal = 'damaged-part' | 'other-series'

type Part = Omit<Series, 'texts'> & { number: number; text: string }

const partOf = (text: string): Part | null => {
  const batch = readBatch(text)
  if (batch) {
    const { id, size, index } = batch
    return { kind: 'google', id: String(id), size, number: index + 1, text }
  }
  const part = parsePart(text)
  return part && { kind: 'backup', id: part.sum, size: part.total, number: part.number, text }
}

/**
 * One more QR code of a series. The same one again changes nothing.
 *
 * @param before what was collected already; null at the first
 */
export const collect = (
  before: Series | null,
  text: string,
): { ok: true; value: Series } | { ok: false; reason: SeriesRefusal } => {
  const part = partOf(text)
  if (!part) return { ok: false, reason: 'damaged-part' }
  const { kind, id, size, number } = part
  if (before && (before.kind !== kind || before.id !== id || before.size !== size))
    return { ok: false, reason: 'other-series' }
  const texts = new Map(before?.texts).set(number, text)
  return { ok: true, value: { kind, id, size, texts } }
}

/** The numbers of the QR codes that are still to come. */
export const missingOf = ({ texts, size }: Series): number[] =>
  Array.from({ length: size }, (_, at) => at + 1).filter((number) => !texts.has(number))

/** What was collected, as the text that importing reads; a backup is only one when it is whole. */
export const textOf = ({ kind, texts }: Series): string => {
  const parts = [...texts.values()]
  if (kind === 'google') return parts.join('\n')
  return joinParts(parts.map(parsePart).filter((part) => part !== null)) ?? ''
}
