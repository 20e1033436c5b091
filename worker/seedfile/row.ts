import { algorithms, defaultParameters, type Algorithm } from '../../schema/otp/parameters.ts'
import { isPlainText } from '../../schema/plain-text.ts'
import type { SeedRowReason } from '../../schema/seed-file.ts'
import { canonicalSerial } from '../../schema/serial.ts'
import type { GoodRow } from './token-list.ts'

/** What a row says, by field, as it is written; a field that is missing or empty has its default. */
export type RowTexts = {
  serial: string
  type?: string | undefined
  algorithm?: string | undefined
  digits?: string | undefined
  period?: string | undefined
  upn?: string | undefined
  manufacturer?: string | undefined
  model?: string | undefined
}

type Result<T> = { ok: true; value: T } | { ok: false; reason: SeedRowReason }
const bad = (reason: SeedRowReason) => ({ ok: false, reason }) as const

/** RFC 4226, section 4, R6 asks for 128 bits; 80 were usual before, and only a switch lets them in. */
const [fewest, fewestAllowed, most] = [16, 10, 64]

export const secretReason = (secret: Uint8Array, allowShort: boolean): SeedRowReason | null => {
  if (secret.length > most) return 'long-secret'
  if (secret.every((byte) => byte === 0)) return 'zero-secret'
  return secret.length < (allowShort ? fewestAllowed : fewest) ? 'short-secret' : null
}
export const isShort = (secret: Uint8Array): boolean => secret.length < fewest

const typeReason = (text: string): SeedRowReason | null => {
  const type = text
    .trim()
    .toLowerCase()
    .replace(/^oath[- ]/, '')
  if (type === 'totp') return null
  return type === 'hotp' ? 'hotp' : 'unsupported-type'
}

/**
 * `SHA-256`, `hmacsha256`, `HMAC-SHA-256`: all are written. Nothing: what every token has (RFC 6238, 1.2).
 * @returns null where it is none of ours
 */
const readAlgorithm = (text = ''): Algorithm | null => {
  if (text.trim() === '') return defaultParameters.algorithm
  const name = text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replace(/^HMAC/, '')
  return algorithms.find((algorithm) => algorithm === name) ?? null
}

/** An allow-list: what is written otherwise is not understood, never guessed. */
const readChoice = <Choice extends number>(text: string, choices: readonly Choice[]) =>
  choices.find((choice) => String(choice) === text) ?? null

/** In characters; the longest user principal name has 113. */
const longest = 128
const isName = (text: string): boolean => text.length <= longest && isPlainText(text)

/** Null where a row names nobody and nothing: most files do not. */
const readOwner = (texts: RowTexts): Result<GoodRow['owner']> => {
  const owner: NonNullable<GoodRow['owner']> = {}
  for (const field of ['upn', 'manufacturer', 'model'] as const) {
    const text = texts[field]?.trim() ?? ''
    if (!isName(text)) return bad('bad-text')
    if (text !== '') owner[field] = text
  }
  return { ok: true, value: Object.keys(owner).length > 0 ? owner : null }
}

/** All of a row but its secret. */
export const readRow = (texts: RowTexts): Result<Omit<GoodRow, 'line' | 'secret'>> => {
  if (texts.serial.trim() === '') return bad('serial-missing')
  const serial = texts.serial.trim()
  const canonical = canonicalSerial(serial)
  if (canonical === null) return bad('bad-serial')
  const wrongType = texts.type === undefined ? null : typeReason(texts.type)
  if (wrongType) return bad(wrongType)
  const algorithm = readAlgorithm(texts.algorithm)
  if (!algorithm) return bad('bad-algorithm')
  const digits = readChoice(texts.digits?.trim() || '6', [6, 8] as const)
  if (!digits) return bad('bad-digits')
  const period = readChoice(texts.period?.trim() || '30', [30, 60] as const)
  if (!period) return bad('bad-period')
  const owner = readOwner(texts)
  if (!owner.ok) return owner
  return { ok: true, value: { serial, canonical, algorithm, digits, period, owner: owner.value } }
}
