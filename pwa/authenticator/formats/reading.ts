import type { NewToken } from '../../../schema/backup/token.ts'

/** Apps whose files we read, and what is read of each. */
export const formatNames = [
  'latchkey',
  'google',
  'aegis',
  '2fas',
  'ente',
  'bitwarden',
  'andotp',
  'freeotp',
  'stratum',
  'proton',
  'uri-list',
] as const
export type FormatName = (typeof formatNames)[number]

/** Why one entry is no token of ours. */
export const entryReasons = [
  'no-secret',
  'bad-secret',
  'bad-name',
  'unsupported-type',
  'unsupported-algorithm',
  'bad-digits',
  'bad-period',
  'bad-counter',
  'damaged',
] as const
export type EntryReason = (typeof entryReasons)[number]

/** `at`: what the entry calls itself, or its number from 1. */
export type EntryError = { at: string; reason: EntryReason }

export type FileRefusal =
  | 'unknown-format'
  | 'too-large'
  | 'damaged'
  | 'incomplete'
  | 'wrong-passphrase'
  | 'unknown-version'
  /** Bound to an account of the app: only the app itself opens it. */
  | 'account-restricted'
  /** It asks for more memory or time than we give a file that anybody may have made. */
  | 'too-costly'
  /** One of several QR codes that belong to another export, or come twice. */
  | 'other-batch'

export type Entries = { tokens: NewToken[]; errors: EntryError[] }

/** `locked`: it opens with a passphrase, which was not given. */
export type Reading =
  | ({ kind: 'read'; format: FormatName } & Entries)
  | { kind: 'locked'; format: FormatName }
  | { kind: 'refused'; format: FormatName | null; reason: FileRefusal }

/** A reader of one format: null where the file is none of it. */
export type Reader = (file: SourceFile, lock: Lock) => Promise<Reading | null>

/** A file, looked at once for all readers: `json` is what it parses to, undefined where it does not. */
export type SourceFile = { bytes: Uint8Array<ArrayBuffer>; text: string | null; json: unknown }

/** The passphrase that the person typed, and the slow hash, which lives in a thread. */
export type Lock = { passphrase: string | null; argon2id: Argon2 }
export type Argon2 = (request: {
  password: Uint8Array
  salt: Uint8Array
  m: number
  t: number
  p: number
  length: number
}) => Promise<Uint8Array<ArrayBuffer>>

export const refused = (format: FormatName | null, reason: FileRefusal): Reading => ({
  kind: 'refused',
  format,
  reason,
})

/** More entries than anybody has. */
export const maxEntries = 10_000

type Fields = Record<string, unknown>

/** An object of JSON, or null. Its keys are looked up, never walked into a prototype. */
export const asObject = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null

export const asList = (value: unknown): unknown[] | null =>
  Array.isArray(value) ? (value as unknown[]) : null

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Own fields only: `__proto__` and its kind are no fields. */
export const field = (of: Fields | null, name: string): unknown =>
  of && Object.hasOwn(of, name) ? of[name] : undefined
