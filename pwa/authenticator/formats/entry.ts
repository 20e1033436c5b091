import * as v from 'valibot'
import {
  type Algorithm,
  algorithms,
  defaultParameters,
  OtpParameters,
  type OtpType,
  steamParameters,
} from '../../../schema/otp/parameters.ts'
import { fromBase32 } from '../../../schema/otp/totp.ts'
import { isPlainText } from '../../../schema/plain-text.ts'
import type { NewToken } from '../../../schema/backup/token.ts'
import { type Entries, type EntryReason, maxEntries } from './reading.ts'

/** An entry as some app wrote it. What is left out has the default that every app has. */
export type Loose = {
  type?: unknown
  issuer?: unknown
  account?: unknown
  /** Base32 as text, or bytes. */
  secret: unknown
  algorithm?: unknown
  digits?: unknown
  period?: unknown
  counter?: unknown
  note?: unknown
  groups?: unknown[]
  pinned?: unknown
}

type Made = { ok: true; token: NewToken } | { ok: false; reason: EntryReason }
const no = (reason: EntryReason): Made => ({ ok: false, reason })

const longest = { name: 256, note: 10_000, group: 64, groups: 100, secret: 128 }

/** A token of ours out of it, or why there is none. A wrong code later is worse than a no now. */
export const tokenOf = (loose: Loose): Made => {
  const type = typeOf(loose.type)
  if (!type) return no('unsupported-type')
  const key = keyOf(loose.secret)
  if (key === null) return no('no-secret')
  if (key.length === 0 || key.length > longest.secret) return no('bad-secret')
  const algorithm = algorithmOf(loose.algorithm)
  if (!algorithm) return no('unsupported-algorithm')
  const numbers = type === 'steam' ? steamParameters : numbersOf(loose, type, algorithm)
  const parameters = v.safeParse(OtpParameters, { type, ...numbers })
  if (!parameters.success) return no(reasonAt(v.getDotPath(parameters.issues[0])))
  const [issuer, account] = [nameOf(loose.issuer), nameOf(loose.account)]
  if (issuer === null || account === null || !(issuer || account)) return no('bad-name')
  return {
    ok: true,
    token: { ...parameters.output, issuer, account, key, ...traitsOf(loose) },
  }
}

/** All of a file's entries: each becomes a token, or a line of the report. */
export const entriesOf = <T>(
  list: readonly T[],
  read: (entry: T) => Made | Loose | EntryReason,
  nameAt: (entry: T) => string,
): Entries => {
  const result: Entries = { tokens: [], errors: [] }
  for (const [index, entry] of list.slice(0, maxEntries).entries()) {
    const made = madeOf(() => read(entry))
    if (made.ok) result.tokens.push(made.token)
    else result.errors.push({ at: labelOf(nameAt(entry), index), reason: made.reason })
  }
  return result
}

const madeOf = (read: () => Made | Loose | EntryReason): Made => {
  try {
    const found = read()
    if (typeof found === 'string') return no(found)
    return 'ok' in found ? found : tokenOf(found)
  } catch {
    return no('damaged')
  }
}

const labelOf = (name: string, index: number): string =>
  isPlainText(name) && name.trim() ? name.trim().slice(0, 80) : String(index + 1)

const typeOf = (value: unknown): OtpType | null => {
  if (value === undefined || value === null || value === '') return 'totp'
  const name = typeof value === 'string' ? value.toLowerCase() : ''
  if (name === 'totp' || name === 'hotp') return name
  return name === 'steam' || name === 'steamtotp' ? 'steam' : null
}

/** `SHA1`, `sha-1`, `HmacSHA1` and `Algorithm.sha1` are one. */
const algorithmOf = (value: unknown): Algorithm | null => {
  if (value === undefined || value === null || value === '') return defaultParameters.algorithm
  if (typeof value !== 'string') return null
  const name = value
    .toUpperCase()
    .replace(/^(HMAC|ALGORITHM\.)/, '')
    .replaceAll('-', '')
  return algorithms.find((one) => one === name) ?? null
}

/** Null: there is none. Empty: it is not one. */
const keyOf = (value: unknown): Uint8Array<ArrayBuffer> | null => {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (typeof value !== 'string' || value.trim() === '') return null
  return new Uint8Array(fromBase32(value) ?? [])
}

const numbersOf = (loose: Loose, type: OtpType, algorithm: Algorithm) => {
  const digits = numberOf(loose.digits, defaultParameters.digits)
  return type === 'hotp'
    ? { algorithm, digits, period: 30, counter: numberOf(loose.counter, 0) }
    : { algorithm, digits, period: numberOf(loose.period, defaultParameters.period), counter: 0 }
}

/** Some apps write numbers as text. */
const numberOf = (value: unknown, fallback: number): unknown => {
  if (value === undefined || value === null || value === '') return fallback
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
}

const reasonAt = (path: string | null): EntryReason => {
  if (path === 'digits') return 'bad-digits'
  if (path === 'period') return 'bad-period'
  return path === 'counter' ? 'bad-counter' : 'damaged'
}

const nameOf = (value: unknown): string | null => {
  const name = typeof value === 'string' ? value.trim() : ''
  return name.length <= longest.name && isPlainText(name) ? name : null
}

const traitsOf = ({ note, groups = [], pinned }: Loose) => ({
  note:
    typeof note === 'string' && isPlainText(note.replace(/\s/g, ' '))
      ? note.slice(0, longest.note)
      : '',
  groups: [...new Set(groups.map((group) => nameOf(group)))]
    .filter((group) => typeof group === 'string')
    .filter((group) => group !== '' && group.length <= longest.group)
    .slice(0, longest.groups),
  pinned: pinned === true,
})

/** `Issuer:account`, as many apps write one name. Without a colon all of it is the account. */
export const splitLabel = (label: string, issuer = ''): { issuer: string; account: string } => {
  const colon = label.indexOf(':')
  const [before, after] = [label.slice(0, Math.max(0, colon)).trim(), label.slice(colon + 1).trim()]
  if (colon < 0) return { issuer, account: label.trim() }
  if (issuer === '' || issuer === before) return { issuer: before, account: after }
  return { issuer, account: label.trim() }
}
