import { scrypt } from '@noble/hashes/scrypt.js'
import { toHex } from '../../../schema/hex.ts'
import { toBase32 } from '../../../schema/otp/totp.ts'
import { formatUri } from '../../../schema/otp/uri.ts'
import type { NewToken } from '../../../schema/backup/token.ts'
import { utf8 } from './opening.ts'

/** One otpauth URI a line: what nearly every app reads, and anybody can. */
export const toUriList = (tokens: readonly NewToken[]): string =>
  tokens.map((token) => `${formatUri(token)}\n`).join('')

/** As Aegis names the groups of a file that it has never seen: by ids of their own. */
const aegisDatabase = (tokens: readonly NewToken[]) => {
  const names = [...new Set(tokens.flatMap(({ groups = [] }) => groups))]
  const ids = new Map(names.map((name) => [name, crypto.randomUUID()]))
  return {
    version: 3,
    entries: tokens.map((token) => ({
      type: token.type,
      uuid: token.id ?? crypto.randomUUID(),
      name: token.account,
      issuer: token.issuer,
      note: token.note ?? '',
      favorite: token.pinned ?? false,
      icon: null,
      icon_mime: null,
      icon_hash: null,
      info: {
        secret: toBase32(token.key),
        algo: token.algorithm,
        digits: token.digits,
        ...(token.type === 'hotp' ? { counter: token.counter } : { period: token.period }),
      },
      groups: (token.groups ?? []).map((name) => ids.get(name)),
    })),
    groups: names.map((name) => ({ uuid: ids.get(name), name })),
  }
}

/** What Aegis makes its password keys with (its docs/vault.md). */
const cost = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 }
const passwordSlot = 1

/** A vault that Aegis opens with this password; most other apps read it as well. */
export const toAegis = async (tokens: readonly NewToken[], password: string): Promise<string> => {
  const master = random(32)
  const salt = random(32)
  const derived = new Uint8Array(scrypt(utf8(password), salt, cost))
  const key = await sealGcm(derived, master)
  const database = await sealGcm(master, utf8(JSON.stringify(aegisDatabase(tokens))))
  const slot = {
    type: passwordSlot,
    uuid: crypto.randomUUID(),
    key: toHex(key.box),
    key_params: { nonce: key.nonce, tag: key.tag },
    n: cost.N,
    r: cost.r,
    p: cost.p,
    salt: toHex(salt),
    repaired: true,
    is_backup: false,
  }
  const header = { slots: [slot], params: { nonce: database.nonce, tag: database.tag } }
  return JSON.stringify({ version: 1, header, db: base64(database.box) }, null, 2)
}

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

/** Nonce and tag apart from the ciphertext. */
const sealGcm = async (key: Uint8Array<ArrayBuffer>, plain: Uint8Array<ArrayBuffer>) => {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const iv = random(12)
  const whole = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, imported, plain),
  )
  return { box: whole.slice(0, -16), nonce: toHex(iv), tag: toHex(whole.slice(-16)) }
}

const base64 = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCodePoint(byte)
  return btoa(text)
}
