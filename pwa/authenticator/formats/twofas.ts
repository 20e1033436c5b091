import { entriesOf, type Loose, splitLabel } from './entry.ts'
import { fromBase64Text, jsonOf, openGcm, pbkdf2, textOf } from './opening.ts'
import { asList, asObject, asText, field, type Reader, refused } from './reading.ts'

const iterations = 10_000

/** 2FAS: JSON of schema versions 1 to 4, its services plain or sealed under a password. */
export const readTwofas: Reader = async ({ json }, { passphrase }) => {
  const outer = asObject(json)
  const plain = asList(field(outer, 'services'))
  if (!outer || !plain || field(outer, 'schemaVersion') === undefined) return null
  const sealed = field(outer, 'servicesEncrypted')
  if (typeof sealed === 'string' && sealed !== '' && passphrase === null)
    return { kind: 'locked', format: '2fas' }
  const services =
    typeof sealed === 'string' && sealed !== '' ? await opened(sealed, passphrase ?? '') : plain
  if (services === 'damaged' || services === 'wrong-passphrase') return refused('2fas', services)
  const names = new Map(
    (asList(field(outer, 'groups')) ?? []).map((group) => {
      const known = asObject(group)
      return [field(known, 'id'), field(known, 'name')] as const
    }),
  )
  const read = (service: unknown) => looseOf(asObject(service), names)
  const nameAt = (service: unknown) => asText(field(asObject(service), 'name'))
  return { kind: 'read', format: '2fas', ...entriesOf(services, read, nameAt) }
}

/** `ciphertext:salt:iv`, each in base64. */
const opened = async (sealed: string, passphrase: string) => {
  const [box, salt, iv] = sealed.split(':').map(fromBase64Text)
  if (!box || !salt || !iv) return 'damaged'
  const key = await pbkdf2(passphrase, salt, iterations, 'SHA-256')
  const bytes = await openGcm(key, iv, box)
  if (!bytes) return 'wrong-passphrase'
  return asList(jsonOf(textOf(bytes))) ?? 'damaged'
}

const looseOf = (service: Record<string, unknown> | null, names: Map<unknown, unknown>): Loose => {
  const otp = asObject(field(service, 'otp'))
  const issuer = asText(field(otp, 'issuer')) || asText(field(service, 'name'))
  const named = asText(field(otp, 'account'))
  return {
    type: field(otp, 'tokenType') ?? field(service, 'type'),
    issuer,
    account: named || splitLabel(asText(field(otp, 'label')), issuer).account,
    secret: field(service, 'secret'),
    algorithm: field(otp, 'algorithm'),
    digits: field(otp, 'digits'),
    period: field(otp, 'period'),
    counter: field(otp, 'counter'),
    groups: [names.get(field(service, 'groupId'))],
  }
}
