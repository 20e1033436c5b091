import * as v from 'valibot'
import { OtpParameters } from '../otp/parameters.ts'
import { isPlainText } from '../plain-text.ts'
import { Kdf } from './kdf.ts'

/*
 * A backup as it travels, in one line of text:
 *
 *   latchkey1.HEADER.BOX.SUM
 *
 * HEADER is JSON, BOX a 96-bit IV and the ciphertext with its tag, both in base64url; SUM the first 8 bytes
 * of SHA-256 over everything before its point, so that damage is told from a wrong passphrase. The text before
 * BOX's point is authenticated. Version 1 is readable for ever.
 */

export const backupPrefix = 'latchkey1'

/** A thousand tokens with long notes have room; a hostile text ends here. */
export const maxBackupCharacters = 4_000_000
export const maxBackupTokens = 10_000

export const BackupHeader = v.strictObject({
  v: v.literal(1),
  kdf: Kdf,
  aead: v.literal('A256GCM'),
})
export type BackupHeader = v.InferOutput<typeof BackupHeader>

const text = (max: number) =>
  v.pipe(v.string(), v.maxLength(max), v.check(isPlainText, 'must be plain text'))
/** A note may have lines. */
const note = v.pipe(
  v.string(),
  v.maxLength(10_000),
  v.check((value) => isPlainText(value.replace(/[\n\t]/g, ' ')), 'must be plain text'),
)
const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0))

/** One token of a backup; `secret` in base32 (RFC 4648, section 6) without padding. */
export const BackupToken = v.intersect([
  OtpParameters,
  v.object({
    id: v.pipe(v.string(), v.uuid()),
    issuer: text(256),
    account: text(256),
    secret: v.pipe(v.string(), v.regex(/^[A-Z2-7]{2,206}$/, 'must be base32')),
    note: v.optional(note, ''),
    groups: v.optional(v.pipe(v.array(text(64)), v.maxLength(100)), []),
    pinned: v.optional(v.boolean(), false),
    icon: v.optional(v.nullable(text(64)), null),
    createdAt: milliseconds,
  }),
])
export type BackupToken = v.InferOutput<typeof BackupToken>

/** What is sealed. A token that is wrong is one line of the report, so that each is looked at by itself. */
export const BackupPayload = v.object({
  at: milliseconds,
  tokens: v.pipe(v.array(v.unknown()), v.maxLength(maxBackupTokens)),
})

export type BackupParts = { header: string; box: string; sum: string }

/**
 * The parts of a backup, out of whatever was pasted: mail wraps lines, puts `> ` before them and adds what
 * nobody sees.
 *
 * @returns null where there is no backup in it, `incomplete` where its end is missing
 */
export const findBackup = (pasted: string): BackupParts | 'incomplete' | null => {
  // Only what cannot be part of one goes: base64url, points and the prefix stay.
  const compact = pasted.replace(/[^A-Za-z0-9_.-]/g, '')
  const start = compact.indexOf(`${backupPrefix}.`)
  if (start < 0) return null
  const [, header = '', box = '', sum = ''] = compact.slice(start).split('.')
  return header && box && sum.length >= sumCharacters
    ? { header, box, sum: sum.slice(0, sumCharacters) }
    : 'incomplete'
}

export const sumBytes = 8
const sumCharacters = 11

/** What is authenticated, and, with the box, what the sum is of. */
export const backupHead = (header: string): string => `${backupPrefix}.${header}`
