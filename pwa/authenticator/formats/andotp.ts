import { entriesOf, type Loose, splitLabel } from './entry.ts'
import { isWithin, jsonOf, maxPbkdf2, openGcm, pbkdf2, textOf, utf8 } from './opening.ts'
import { asList, asObject, asText, field, type Reader, type Reading, refused } from './reading.ts'

/** andOTP: a list in JSON; encrypted it has no header, so whatever no other app wrote may be one. */
export const readAndotp: Reader = async ({ json }) => {
  const list = asList(json)
  const isOurs = list?.every((entry) => field(asObject(entry), 'secret') !== undefined)
  return list && isOurs && list.length > 0 ? readList(list) : null
}

const ivLength = 12
const saltLength = 12

/** By its look anything might be one: it is asked last, and only with a passphrase it can tell. */
export const readSealedAndotp: Reader = async ({ bytes, text }, { passphrase }) => {
  // Ciphertext is no text, and no shorter than its parts.
  if (text !== null || bytes.length < 4 + saltLength + ivLength + 16) return null
  if (passphrase === null) return { kind: 'locked', format: 'andotp' }
  const opened = (await openNew(bytes, passphrase)) ?? (await openOld(bytes, passphrase))
  const list = asList(jsonOf(opened && textOf(opened)))
  return list ? readList(list) : refused('andotp', 'wrong-passphrase')
}

/** Iterations, salt, IV, box; PBKDF2 with SHA-1. */
const openNew = async (bytes: Uint8Array<ArrayBuffer>, passphrase: string) => {
  const iterations = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (!isWithin(iterations, 1, maxPbkdf2)) return null
  const salt = bytes.slice(4, 4 + saltLength)
  const iv = bytes.slice(4 + saltLength, 4 + saltLength + ivLength)
  const key = await pbkdf2(passphrase, salt, iterations, 'SHA-1')
  return openGcm(key, iv, bytes.slice(4 + saltLength + ivLength))
}

/** IV, box; the key is a plain hash. */
const openOld = async (bytes: Uint8Array<ArrayBuffer>, passphrase: string) => {
  const key = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(passphrase)))
  return openGcm(key, bytes.slice(0, ivLength), bytes.slice(ivLength))
}

const readList = (list: unknown[]): Reading => ({
  kind: 'read',
  format: 'andotp',
  ...entriesOf(
    list,
    (entry) => looseOf(asObject(entry)),
    (entry) => asText(field(asObject(entry), 'label')),
  ),
})

const looseOf = (entry: Record<string, unknown> | null): Loose => {
  const label = asText(field(entry, 'label'))
  const issuer = field(entry, 'issuer')
  // Very old files had one name for both.
  const names = typeof issuer === 'string' ? { issuer, account: label } : splitLabel(label)
  return {
    ...names,
    type: field(entry, 'type'),
    secret: field(entry, 'secret'),
    algorithm: field(entry, 'algorithm'),
    digits: field(entry, 'digits'),
    period: field(entry, 'period'),
    counter: field(entry, 'counter'),
    groups: asList(field(entry, 'tags')) ?? [],
  }
}
