import Papa from 'papaparse'
import { entriesOf, type Loose, splitLabel, tokenOf } from './entry.ts'
import {
  fromBase64Text,
  isWithin,
  jsonOf,
  maxPbkdf2,
  openCbc,
  pbkdf2,
  textOf,
  utf8,
} from './opening.ts'
import {
  asList,
  asObject,
  asText,
  field,
  type Lock,
  type Reader,
  type Reading,
  refused,
} from './reading.ts'
import { readUri } from './uri-list.ts'

/** Bitwarden and Bitwarden Authenticator: the vault's JSON, plain or under a password of its own. */
export const readBitwarden: Reader = async ({ json }, lock) => {
  const outer = asObject(json)
  if (!outer || typeof field(outer, 'encrypted') !== 'boolean') return null
  if (field(outer, 'encrypted') === false) return readVault(outer)
  if (field(outer, 'passwordProtected') !== true) return refused('bitwarden', 'account-restricted')
  if (lock.passphrase === null) return { kind: 'locked', format: 'bitwarden' }
  const key = await keyOf(outer, lock, lock.passphrase)
  if (typeof key === 'string') return refused('bitwarden', key)
  const opened = await openParts(key, asText(field(outer, 'data')))
  const vault = asObject(jsonOf(opened && textOf(opened)))
  return vault ? readVault(vault) : refused('bitwarden', 'wrong-passphrase')
}

const MiB = 1024

/** Which of the two slow hashes it is, the file says. */
const keyOf = async (outer: Record<string, unknown>, { argon2id }: Lock, passphrase: string) => {
  const salt = utf8(asText(field(outer, 'salt')))
  const iterations = field(outer, 'kdfIterations')
  if (field(outer, 'kdfType') === 0)
    return isWithin(iterations, 1, maxPbkdf2)
      ? pbkdf2(passphrase, salt, iterations, 'SHA-256')
      : 'too-costly'
  const [memory, lanes] = [field(outer, 'kdfMemory'), field(outer, 'kdfParallelism')]
  if (!isWithin(iterations, 1, 10) || !isWithin(memory, 1, 1024) || !isWithin(lanes, 1, 16))
    return 'too-costly'
  const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', salt))
  const cost = { m: memory * MiB, t: iterations, p: lanes, length: 32 }
  return argon2id({ password: utf8(passphrase), salt: hashed, ...cost })
}

/** `2.iv|ciphertext|mac`: AES-CBC, and HMAC over IV and ciphertext, each under a key of its own. */
const openParts = async (key: Uint8Array<ArrayBuffer>, sealed: string) => {
  const [iv, box, mac] = sealed.replace(/^2\./, '').split('|').map(fromBase64Text)
  if (!iv || !box || !mac) return null
  const macKey = await crypto.subtle.importKey(
    'raw',
    await expand(key, 'mac'),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const isWhole = await crypto.subtle.verify('HMAC', macKey, mac, Uint8Array.from([...iv, ...box]))
  return isWhole ? openCbc(await expand(key, 'enc'), iv, box) : null
}

/** HKDF's second half alone (RFC 5869, section 2.3), one block. */
const expand = async (key: Uint8Array<ArrayBuffer>, info: string) => {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key, hmac, false, ['sign'])
  const message = Uint8Array.from([...utf8(info), 1])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message))
}

const readVault = (vault: Record<string, unknown>): Reading => {
  const items = asList(field(vault, 'items'))
  if (!items) return refused('bitwarden', 'damaged')
  const folders = new Map(
    (asList(field(vault, 'folders')) ?? []).map((folder) => {
      const known = asObject(folder)
      return [field(known, 'id'), field(known, 'name')] as const
    }),
  )
  const secretOf = (item: unknown) => field(asObject(field(asObject(item), 'login')), 'totp')
  const kept = items.filter((item) => asText(secretOf(item)) !== '')
  const read = (item: unknown) => {
    const one = asObject(item)
    return made({
      issuer: field(one, 'name'),
      account: field(asObject(field(one, 'login')), 'username'),
      secret: secretOf(item),
      note: field(one, 'notes'),
      groups: [folders.get(field(one, 'folderId'))],
      pinned: field(one, 'favorite'),
    })
  }
  const nameAt = (item: unknown) => asText(field(asObject(item), 'name'))
  return { kind: 'read', format: 'bitwarden', ...entriesOf(kept, read, nameAt) }
}

/** What stands for a secret is base32, an otpauth URI, or Steam's. The item's own name is what people know it by. */
const made = (loose: Loose): ReturnType<typeof tokenOf> => {
  const secret = asText(loose.secret).trim()
  if (/^steam:\/\//i.test(secret))
    return tokenOf({ ...loose, type: 'steam', secret: secret.slice('steam://'.length) })
  if (!/^otpauth:/i.test(secret)) return tokenOf(loose)
  const uri = readUri(secret)
  if (!uri.ok) return uri
  const issuer = asText(loose.issuer) || uri.token.issuer
  const account = asText(loose.account) || uri.token.account
  const { note, groups = [], pinned } = loose
  return tokenOf({ ...uri.token, secret: uri.token.key, issuer, account, note, groups, pinned })
}

/** Its CSV: columns by name; the Authenticator's own is ragged, with more values than its header has names. */
export const readBitwardenCsv: Reader = async ({ text }) => {
  const rows = text === null ? [] : Papa.parse<string[]>(text, { skipEmptyLines: true }).data
  const [header = [], ...body] = rows
  const columns = header.map((name) => name.trim().replace(/^\uFEFF/, ''))
  const at = (name: string) => columns.indexOf(name)
  if (at('login_totp') < 0 || at('name') < 0) return null
  const kept = body.filter((row) => (row[at('login_totp')] ?? '') !== '')
  const read = (row: string[]) =>
    made({
      ...splitLabel(row[at('name')] ?? '', row[at('name')] ?? ''),
      account: row[at('login_username')] ?? '',
      secret: row[at('login_totp')],
      note: row[at('notes')],
      groups: [row[at('folder')]],
      pinned: row[at('favorite')] === '1',
    })
  return {
    kind: 'read',
    format: 'bitwarden',
    ...entriesOf(kept, read, (row) => row[at('name')] ?? ''),
  }
}
