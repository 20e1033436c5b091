import type { Algorithm } from './otp/parameters.ts'

/** What a file of seeds may be at most. Sizes are in bytes; `entries` and `ratio` are of a zip file. */
export const seedFileLimits = {
  body: 8_000_000,
  entries: 4,
  ratio: 50,
  text: 16 * 1024 * 1024,
  /** Of a table; of PSKC, key packages. */
  lines: 200_000,
  line: 512,
  /** Password and pre-shared key, in characters. */
  secret: 256,
  /** Of PBKDF2: more is refused by the runtime. */
  iterations: 100_000,
} as const

/** Why a whole file is refused. A wrong password and damage cannot be told apart, and are not. */
export const seedFileRefusals = [
  'too-large',
  'empty-file',
  'unsupported-container',
  'damaged-zip',
  'unsafe-zip',
  'too-many-entries',
  'no-seed-file',
  'several-seed-files',
  'not-encrypted',
  'zipcrypto-not-allowed',
  'unsupported-zip',
  'suspicious-ratio',
  'password-missing',
  'wrong-password-or-damaged',
  'too-much-text',
  'too-many-lines',
  'line-too-long',
  'utf-16',
  'not-utf-8',
  'not-text',
  'unknown-format',
  'ambiguous-secrets',
  'no-rows',
  'malformed-xml',
  'xml-doctype',
  'unsupported-pskc',
  'too-many-iterations',
  'preshared-key-missing',
  'bad-preshared-key',
] as const
export type SeedFileRefusal = (typeof seedFileRefusals)[number]

/** Why one row is no token. No reason carries anything of what the row says. */
export const seedRowReasons = [
  'bad-quotes',
  'columns',
  'serial-missing',
  'bad-serial',
  /** The same serial stands elsewhere in the file with another secret or other parameters: neither is taken. */
  'duplicate-serial',
  /** The same row again: the first is taken. */
  'repeated',
  'secret-missing',
  'bad-secret',
  /** Under 128 bits. */
  'short-secret',
  /** Over 64 bytes. */
  'long-secret',
  'zero-secret',
  /** Another serial of the file has the same secret: neither is taken. */
  'duplicate-secret',
  'hotp',
  'unsupported-type',
  'bad-algorithm',
  'bad-digits',
  'bad-period',
  'bad-text',
  'unsupported-policy',
  'mac-missing',
] as const
export type SeedRowReason = (typeof seedRowReasons)[number]

export const seedFormats = ['serial-secret', 'oath', 'entra', 'yubico', 'pskc'] as const
export type SeedFormat = (typeof seedFormats)[number]

/** How secrets are written in a file: for a table the majority of its column decides. */
export const seedEncodings = ['base32', 'hex', 'base64'] as const
export type SeedEncoding = (typeof seedEncodings)[number]

export const seedContainers = [
  'plain',
  'zipcrypto',
  'aes-128',
  'aes-192',
  'aes-256',
  'pskc-key',
  'pskc-password',
] as const
/** What protects the seeds in the file; `pskc-...`: the file itself, that no zip protects. */
export type SeedContainer = (typeof seedContainers)[number]

export const seedFileWarnings = [
  /** Neither a zip nor PSKC's own encryption protects the seeds. */
  'unencrypted',
  /** Twelve known bytes break it. */
  'zipcrypto',
  /** Secrets of 80 to 127 bits were let in by the caller's switch. */
  'short-secrets',
  /** The table has columns that say nothing to us. */
  'ignored-columns',
] as const
export type SeedFileWarning = (typeof seedFileWarnings)[number]

/** A line of the file (for PSKC: where the key package begins), counted from 1. */
export type SeedRowError = { line: number; reason: SeedRowReason }

/** One token of a seed file. */
export type SeedToken = {
  line: number
  /** As the file writes it, trimmed; see `schema/serial.ts` for what is compared. */
  serial: string
  /** A copy: the caller may overwrite it. */
  secret: Uint8Array<ArrayBuffer>
  algorithm: Algorithm
  digits: 6 | 8
  /** In seconds. */
  period: 30 | 60
  upn?: string
  manufacturer?: string
  model?: string
}
