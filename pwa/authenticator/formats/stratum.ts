import { entriesOf, type Loose } from './entry.ts'
import { jsonOf, openCbc, openGcm, pbkdf2, textOf, utf8 } from './opening.ts'
import { asList, asObject, asText, field, type Reader, type Reading, refused } from './reading.ts'

const strong = utf8('AUTHENTICATORPRO')
const legacy = utf8('AuthenticatorPro')

/** Stratum (once Authenticator Pro): JSON, plain or sealed behind one of two marks (its BACKUP_FORMAT.md). */
export const readStratum: Reader = async ({ bytes, json }, { passphrase, argon2id }) => {
  if (asList(field(asObject(json), 'Authenticators'))) return readBackup(asObject(json))
  const isStrong = startsWith(bytes, strong)
  if (!isStrong && !startsWith(bytes, legacy)) return null
  if (passphrase === null) return { kind: 'locked', format: 'stratum' }
  const rest = bytes.slice(strong.length)
  const opened = isStrong
    ? await openStrong(rest, (salt) =>
        argon2id({ password: utf8(passphrase), salt, m: 64 * 1024, t: 3, p: 4, length: 32 }),
      )
    : await openLegacy(rest, passphrase)
  const backup = asObject(jsonOf(opened && textOf(opened)))
  return backup ? readBackup(backup) : refused('stratum', 'wrong-passphrase')
}

const startsWith = (bytes: Uint8Array, mark: Uint8Array): boolean =>
  mark.every((byte, at) => bytes[at] === byte)

const openStrong = async (
  rest: Uint8Array<ArrayBuffer>,
  stretch: (salt: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>,
) => openGcm(await stretch(rest.slice(0, 16)), rest.slice(16, 28), rest.slice(28))

const openLegacy = async (rest: Uint8Array<ArrayBuffer>, passphrase: string) => {
  const key = await pbkdf2(passphrase, rest.slice(0, 20), 64_000, 'SHA-1')
  return openCbc(key, rest.slice(20, 36), rest.slice(36))
}

const types = new Map<unknown, string>([
  [1, 'hotp'],
  [2, 'totp'],
  [3, 'motp'],
  [4, 'steam'],
  [5, 'yandex'],
])
const algorithms = ['SHA1', 'SHA256', 'SHA512']

const readBackup = (backup: Record<string, unknown> | null): Reading => {
  const list = asList(field(backup, 'Authenticators'))
  if (!list) return refused('stratum', 'damaged')
  const groupsOf = groupsBySecret(backup)
  const read = (entry: unknown): Loose => {
    const one = asObject(entry)
    const algorithm = field(one, 'Algorithm')
    return {
      type: types.get(field(one, 'Type')) ?? 'unknown',
      issuer: field(one, 'Issuer'),
      account: field(one, 'Username'),
      secret: field(one, 'Secret'),
      algorithm: typeof algorithm === 'number' ? (algorithms[algorithm] ?? 'unknown') : algorithm,
      digits: field(one, 'Digits'),
      period: field(one, 'Period'),
      counter: field(one, 'Counter'),
      groups: groupsOf.get(field(one, 'Secret')) ?? [],
    }
  }
  const nameAt = (entry: unknown) => asText(field(asObject(entry), 'Issuer'))
  return { kind: 'read', format: 'stratum', ...entriesOf(list, read, nameAt) }
}

/** It names an entry by its secret: two of one secret are in the groups of both, for it does not say whose. */
const groupsBySecret = (backup: Record<string, unknown> | null): Map<unknown, unknown[]> => {
  const names = new Map(
    (asList(field(backup, 'Categories')) ?? []).map((category) => {
      const known = asObject(category)
      return [field(known, 'Id'), field(known, 'Name')] as const
    }),
  )
  const groups = new Map<unknown, unknown[]>()
  for (const binding of (asList(field(backup, 'AuthenticatorCategories')) ?? []).map(asObject)) {
    const secret = field(binding, 'AuthenticatorSecret')
    groups.set(secret, [...(groups.get(secret) ?? []), names.get(field(binding, 'CategoryId'))])
  }
  return groups
}
