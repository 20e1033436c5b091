import { entriesOf, type Loose } from './entry.ts'
import { boundedScrypt, fromBase64Text, fromHexText, jsonOf, openGcm, textOf } from './opening.ts'
import { asList, asObject, asText, field, type Reader, type Reading, refused } from './reading.ts'

/** Aegis: JSON, plain or under a master key that passwords unwrap (its docs/vault.md). */
export const readAegis: Reader = async ({ json }, { passphrase }) => {
  const outer = asObject(json)
  const header = asObject(field(outer, 'header'))
  if (!outer || !header || field(outer, 'db') === undefined) return null
  const plain = asObject(field(outer, 'db'))
  if (plain) return readDatabase(plain)
  if (passphrase === null) return { kind: 'locked', format: 'aegis' }
  const box = fromBase64Text(field(outer, 'db'))
  const sealing = asObject(field(header, 'params'))
  if (!box || !sealing) return refused('aegis', 'damaged')
  const keys = asList(field(header, 'slots')) ?? []
  const master = await masterKey(keys.slice(0, maxSlots), passphrase)
  if (!master) return refused('aegis', 'wrong-passphrase')
  const opened = await openSealed(master, sealing, box)
  const database = asObject(jsonOf(opened && textOf(opened)))
  return database ? readDatabase(database) : refused('aegis', 'damaged')
}

const maxSlots = 8
const passwordSlot = 1

/** Any of the password slots may be the one. */
const masterKey = async (slots: unknown[], passphrase: string) => {
  for (const slot of slots.map(asObject)) {
    if (!slot || field(slot, 'type') !== passwordSlot) continue
    const salt = fromHexText(field(slot, 'salt'))
    const cost = { n: field(slot, 'n'), r: field(slot, 'r'), p: field(slot, 'p') }
    const wrapped = fromHexText(field(slot, 'key'))
    const sealing = asObject(field(slot, 'key_params'))
    const derived = salt && boundedScrypt(passphrase, salt, cost)
    const master = derived && wrapped && sealing && (await openSealed(derived, sealing, wrapped))
    if (master?.length === 32) return master
  }
  return null
}

/** Nonce and tag stand apart from the ciphertext. */
const openSealed = async (
  key: Uint8Array<ArrayBuffer>,
  sealing: Record<string, unknown>,
  box: Uint8Array<ArrayBuffer>,
) => {
  const nonce = fromHexText(field(sealing, 'nonce'))
  const tag = fromHexText(field(sealing, 'tag'))
  return nonce && tag && openGcm(key, nonce, Uint8Array.from([...box, ...tag]))
}

const readDatabase = (database: Record<string, unknown>): Reading => {
  const entries = asList(field(database, 'entries'))
  if (!entries) return refused('aegis', 'damaged')
  const names = new Map(
    (asList(field(database, 'groups')) ?? []).map((group) => {
      const known = asObject(group)
      return [field(known, 'uuid'), field(known, 'name')] as const
    }),
  )
  const read = (entry: unknown): Loose => {
    const one = asObject(entry)
    const info = asObject(field(one, 'info'))
    const groups = asList(field(one, 'groups'))?.map((id) => names.get(id))
    return {
      type: field(one, 'type'),
      issuer: field(one, 'issuer'),
      account: field(one, 'name'),
      secret: field(info, 'secret'),
      algorithm: field(info, 'algo'),
      digits: field(info, 'digits'),
      period: field(info, 'period'),
      counter: field(info, 'counter'),
      note: field(one, 'note'),
      // Versions 1 and 2 knew one group, by its name.
      groups: groups ?? [field(one, 'group')],
      pinned: field(one, 'favorite'),
    }
  }
  const nameAt = (entry: unknown) =>
    asText(field(asObject(entry), 'issuer')) || asText(field(asObject(entry), 'name'))
  return { kind: 'read', format: 'aegis', ...entriesOf(entries, read, nameAt) }
}
