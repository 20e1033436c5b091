import type { NewToken } from '../../../schema/backup/token.ts'
import { entriesOf, type Loose, splitLabel } from './entry.ts'
import { fromBase64Text, textOf } from './opening.ts'
import { type Entries, type Reader, refused } from './reading.ts'
import { encodeFields, type Field, fieldsOf, numberAt } from './protobuf.ts'

/** One QR code of an export from Google Authenticator; `index` counts from 0. */
export type Batch = { id: number; index: number; size: number } & Entries

const scheme = /^otpauth-migration:\/\/offline\/?\?(?:.*&)?data=([^&#]*)/i
const mostBatches = 100

/** @returns null where the text is no such code, or damaged */
export const readBatch = (text: string): Batch | null => {
  const data = scheme.exec(text.trim())?.[1]
  const bytes = data === undefined ? null : fromBase64Text(unescape(data))
  const fields = bytes && fieldsOf(bytes)
  if (!fields) return null
  const size = Math.max(1, numberAt(fields, 3))
  const index = numberAt(fields, 4)
  if (size > mostBatches || index >= size) return null
  const entries = fields.filter(({ number }) => number === 1)
  return {
    id: numberAt(fields, 5),
    index,
    size,
    ...entriesOf(
      entries,
      ({ bytes: entry }) => (entry ? (looseOf(fieldsOf(entry)) ?? 'damaged') : 'damaged'),
      ({ bytes: entry }) => textAt((entry && fieldsOf(entry)) ?? [], 2),
    ),
  }
}

/** In a URL a plus is a plus, and some readers of QR codes made it a space. */
const unescape = (data: string): string => {
  try {
    return decodeURIComponent(data).replaceAll(' ', '+')
  } catch {
    return ''
  }
}

const algorithms = ['SHA1', 'SHA1', 'SHA256', 'SHA512', 'MD5']
const digits = [6, 6, 8]
const types = ['totp', 'hotp', 'totp']

const looseOf = (fields: Field[] | null): Loose | null => {
  if (!fields) return null
  const type = numberAt(fields, 6)
  return {
    ...splitLabel(textAt(fields, 2), textAt(fields, 3)),
    type: types[type] ?? 'unknown',
    secret: fields.find(({ number }) => number === 1)?.bytes,
    algorithm: algorithms[numberAt(fields, 4)] ?? 'unknown',
    digits: digits[numberAt(fields, 5)] ?? 0,
    counter: numberAt(fields, 7),
  }
}

const textAt = (fields: Field[], number: number): string => {
  const bytes = fields.find((one) => one.number === number)?.bytes
  return (bytes && textOf(bytes)) ?? ''
}

/** One of its codes as text, pasted: all that is in it. Several codes are collected by whoever scans them. */
export const readGoogle: Reader = async ({ text }) => {
  const lines = (text ?? '').split(/\s+/).filter((line) => /^otpauth-migration:/i.test(line))
  if (lines.length === 0) return null
  const batches = lines.map(readBatch)
  if (batches.includes(null)) return refused('google', 'damaged')
  const whole = batches.filter((batch) => batch !== null)
  return {
    kind: 'read',
    format: 'google',
    tokens: whole.flatMap(({ tokens }) => tokens),
    errors: whole.flatMap(({ errors }) => errors),
  }
}

/** More would make codes that cameras do not read. */
const perCode = 10

/** Whether Google Authenticator can hold it: it knows 30 seconds, 6 or 8 digits, and no Steam. */
export const isForGoogle = ({ type, digits: length, period }: NewToken): boolean =>
  type !== 'steam' && (length === 6 || length === 8) && period === 30

/**
 * The texts of the QR codes that carry these tokens to Google Authenticator.
 *
 * @param batchId any 31-bit number, to tell one export from another
 */
export const toGoogle = (tokens: readonly NewToken[], batchId: number): string[] => {
  const kept = tokens.filter(isForGoogle)
  const size = Math.ceil(kept.length / perCode)
  return Array.from({ length: size }, (_, index) => {
    const entries = kept
      .slice(index * perCode, (index + 1) * perCode)
      .map((token): Field => ({ number: 1, bytes: entryOf(token) }))
    const payload = encodeFields([
      ...entries,
      { number: 2, value: 1 },
      { number: 3, value: size },
      { number: 4, value: index },
      { number: 5, value: batchId },
    ])
    const data = btoa(String.fromCodePoint(...payload))
    return `otpauth-migration://offline?data=${encodeURIComponent(data)}`
  })
}

const entryOf = (token: NewToken): Uint8Array<ArrayBuffer> => {
  const { issuer, account, key, type, algorithm, digits: length, counter } = token
  const name = issuer && account ? `${issuer}:${account}` : issuer || account
  const text = (value: string) => new TextEncoder().encode(value)
  return encodeFields([
    { number: 1, bytes: new Uint8Array(key) },
    { number: 2, bytes: text(name) },
    { number: 3, bytes: text(issuer) },
    { number: 4, value: algorithms.lastIndexOf(algorithm) },
    { number: 5, value: length === 8 ? 2 : 1 },
    { number: 6, value: type === 'hotp' ? 1 : 2 },
    ...(type === 'hotp' ? [{ number: 7, value: counter }] : []),
  ])
}
