import * as v from 'valibot'
import {
  backupHead,
  BackupHeader,
  type BackupParts,
  BackupPayload,
  BackupToken,
  findBackup,
  maxBackupCharacters,
  sumBytes,
} from '../../../schema/backup/envelope.ts'
import { newKdf } from '../../../schema/backup/kdf.ts'
import { fromBase32, toBase32 } from '../../../schema/otp/totp.ts'
import { toHex } from '../../../schema/hex.ts'
import type { NewToken } from '../storage/token.ts'
import { fromBase64Url, toBase64Url } from './base64url.ts'
import { stretched } from './argon2.ts'

/** Why a backup does not open; nothing was changed by trying. */
export type BackupRefusal =
  | 'not-a-backup'
  | 'incomplete'
  | 'too-long'
  | 'damaged'
  | 'unknown-version'
  | 'wrong-passphrase'

export type OpenedBackup = {
  at: number
  tokens: NewToken[]
  /** Entries that are no tokens, by their number from 1, and why. */
  errors: { entry: number; reason: string }[]
}

/** The slow hash; it runs in a thread where there are threads. */
export type Stretch = typeof stretched

const ivLength = 12
const utf8 = new TextEncoder()

/** @returns the text of a backup */
export const sealBackup = async (
  tokens: readonly NewToken[],
  passphrase: string,
  now: number,
  stretch: Stretch = stretched,
): Promise<string> => {
  const kdf = newKdf(toHex(crypto.getRandomValues(new Uint8Array(16))))
  const header = toBase64Url(utf8.encode(JSON.stringify({ v: 1, kdf, aead: 'A256GCM' })))
  const payload = { at: now, tokens: tokens.map((token) => entryOf(token, now)) }
  const iv = crypto.getRandomValues(new Uint8Array(ivLength))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: utf8.encode(backupHead(header)) },
    await backupKey(await stretch(passphrase, kdf)),
    utf8.encode(JSON.stringify(payload)),
  )
  const box = new Uint8Array(ivLength + sealed.byteLength)
  box.set(iv)
  box.set(new Uint8Array(sealed), ivLength)
  const body = `${backupHead(header)}.${toBase64Url(box)}`
  return `${body}.${await sumOf(body)}`
}

/** Opens what `sealBackup` wrote, out of whatever text it stands in. Nothing is told until all of it is read. */
export const openBackup = async (
  pasted: string,
  passphrase: string,
  stretch: Stretch = stretched,
): Promise<{ ok: true; value: OpenedBackup } | { ok: false; reason: BackupRefusal }> => {
  const found = await readBackup(pasted)
  if (!found.ok) return found
  const { header, box, head } = found.value
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: box.subarray(0, ivLength), additionalData: utf8.encode(head) },
      await backupKey(await stretch(passphrase, header.kdf)),
      box.subarray(ivLength),
    )
    const payload = v.safeParse(BackupPayload, JSON.parse(new TextDecoder().decode(plain)))
    return payload.success
      ? { ok: true, value: { at: payload.output.at, ...tokensOf(payload.output.tokens) } }
      : refuse('damaged')
  } catch {
    // The sum has shown that nothing was changed on the way.
    return refuse('wrong-passphrase')
  }
}

/** All that can be told of a backup without its passphrase: whether it is one, and whole. */
export const readBackup = async (pasted: string) => {
  if (pasted.length > maxBackupCharacters) return refuse('too-long')
  const found = findBackup(pasted)
  if (found === null) return refuse('not-a-backup')
  if (found === 'incomplete') return refuse('incomplete')
  if (!(await isWhole(found))) return refuse('damaged')
  const header = v.safeParse(BackupHeader, parsed(fromBase64Url(found.header)))
  const box = fromBase64Url(found.box)
  if (!header.success) return refuse('unknown-version')
  if (!box || box.length <= ivLength) return refuse('damaged')
  return {
    ok: true,
    value: { header: header.output, box, head: backupHead(found.header) },
  } as const
}

const refuse = (reason: BackupRefusal) => ({ ok: false, reason }) as const

const isWhole = async ({ header, box, sum }: BackupParts): Promise<boolean> =>
  (await sumOf(`${backupHead(header)}.${box}`)) === sum

const sumOf = async (body: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', utf8.encode(body))
  return toBase64Url(new Uint8Array(digest, 0, sumBytes))
}

const parsed = (bytes: Uint8Array<ArrayBuffer> | null): unknown => {
  try {
    return bytes && JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

const backupKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])

const entryOf = ({ key, id, createdAt, ...rest }: NewToken, now: number) => ({
  ...rest,
  id: id ?? crypto.randomUUID(),
  secret: toBase32(key),
  createdAt: createdAt ?? now,
})

const tokensOf = (entries: unknown[]): Omit<OpenedBackup, 'at'> => {
  const read = entries.map((entry) => v.safeParse(BackupToken, entry))
  return {
    tokens: read.flatMap((one) => (one.success ? tokenOf(one.output) : [])),
    errors: read.flatMap((one, at) =>
      one.success ? [] : [{ entry: at + 1, reason: v.getDotPath(one.issues[0]) ?? 'entry' }],
    ),
  }
}

const tokenOf = ({ secret, ...rest }: BackupToken): NewToken[] => {
  const key = fromBase32(secret)
  return key ? [{ ...rest, key }] : []
}
