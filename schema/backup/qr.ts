/*
 * A backup as a series of QR codes: `latchkey-part:SUM:NUMBER/TOTAL:TEXT`, SUM being the backup's own, so that
 * parts of two backups are not mixed. Numbers begin with 1.
 */

/** A code of this many characters is still read from a phone's screen by another phone's camera. */
const perCode = 700
const most = 200
const form = /^latchkey-part:([A-Za-z0-9_-]{11}):(\d{1,3})\/(\d{1,3}):([A-Za-z0-9._-]+)$/

export type BackupPart = { sum: string; number: number; total: number; text: string }

/** @returns the texts of the codes, or null where there would be too many of them to scan */
export const splitBackup = (backup: string): string[] | null => {
  const sum = backup.slice(backup.lastIndexOf('.') + 1)
  const total = Math.ceil(backup.length / perCode)
  if (total > most) return null
  return Array.from({ length: total }, (_, at) => {
    const text = backup.slice(at * perCode, (at + 1) * perCode)
    return `latchkey-part:${sum}:${at + 1}/${total}:${text}`
  })
}

export const parsePart = (content: string): BackupPart | null => {
  const [, sum = '', number = '', total = '', text = ''] = form.exec(content.trim()) ?? []
  const part = { sum, number: Number(number), total: Number(total), text }
  return part.number >= 1 && part.number <= part.total && part.total <= most ? part : null
}

/** The backup, once all of its parts are there. */
export const joinParts = (parts: readonly BackupPart[]): string | null => {
  const [first] = parts
  if (!first) return null
  const texts = Array.from(
    { length: first.total },
    (_, at) => parts.find(({ sum, number }) => sum === first.sum && number === at + 1)?.text,
  )
  return texts.includes(undefined) ? null : texts.join('')
}
