import { type Kdf, newKdf } from '../../../schema/backup/kdf.ts'
import { keyOfPassphrase, keyOfPrf } from '../crypto/lock-key.ts'
import {
  createDeviceKey,
  openToWrap,
  openVaultKey,
  type Slot,
  wrapVaultKey,
} from '../crypto/vault-key.ts'
import { createLockPasskey, evaluate, type LockPasskey, type PrfRefusal } from '../device/prf.ts'
import type { VaultDatabase } from './database.ts'
import { toHex } from '../../../schema/hex.ts'
import { deviceSlot } from './vault.ts'

/** What a lock is opened with. `device`: there is none. */
export type Proof =
  | { kind: 'device' }
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'passkey' }

type PassphraseSlot = Slot & { id: 'passphrase'; kdf: Kdf }
type PasskeySlot = Slot & LockPasskey & { name: string; createdAt: number }

export type LockRefusal = 'wrong' | 'changed' | 'failed' | PrfRefusal
export type Locked<T = null> = { ok: true; value: T } | { ok: false; reason: LockRefusal }

const passphraseSlot = 'passphrase'
const refuse = (reason: LockRefusal) => ({ ok: false, reason }) as const
const done = { ok: true, value: null } as const

const isPassphrase = (slot: Slot): slot is PassphraseSlot => slot.id === passphraseSlot
const isPasskey = (slot: Slot): slot is PasskeySlot => slot.id.startsWith('passkey:')

/** The ways that these slots give. A passkey is never the only one: it may be lost with its device. */
export const waysOf = (slots: readonly Slot[]) => ({
  passphrase: slots.some(isPassphrase),
  passkeys: slots.filter(isPasskey).map(({ id, name, createdAt }) => ({ id, name, createdAt })),
})

/** The vault key, for use. */
export const unlock = (database: VaultDatabase, proof: Proof): Promise<Locked<CryptoKey>> =>
  open(database, proof, openVaultKey)

const open = async (
  database: VaultDatabase,
  proof: Proof,
  unwrap: typeof openVaultKey,
): Promise<Locked<CryptoKey>> => {
  const slots = await database.getAll('slots')
  const found = await keyFor(database, slots, proof)
  if (!found.ok) return found
  const { slot, key } = found.value
  return unwrap(slot, key).then(
    (value) => ({ ok: true, value }),
    () => refuse('wrong'),
  )
}

const keyFor = async (
  database: VaultDatabase,
  slots: Slot[],
  proof: Proof,
): Promise<Locked<{ slot: Slot; key: CryptoKey }>> => {
  if (proof.kind === 'passkey') {
    const passkeys = slots.filter(isPasskey)
    const answer = await evaluate(passkeys)
    if (!answer.ok) return answer
    const { credentialId, output } = answer.value
    const slot = passkeys.find((one) => toHex(one.credentialId) === toHex(credentialId))
    return slot ? { ok: true, value: { slot, key: await keyOfPrf(output) } } : refuse('wrong')
  }
  if (proof.kind === 'passphrase') {
    const slot = slots.find(isPassphrase)
    if (!slot) return refuse('changed')
    return { ok: true, value: { slot, key: await keyOfPassphrase(proof.passphrase, slot.kdf) } }
  }
  const slot = slots.find(({ id }) => id === deviceSlot)
  const key = await database.get('keys', deviceSlot)
  return slot && key ? { ok: true, value: { slot, key } } : refuse('changed')
}

/** Locks the vault by a passphrase, or changes it. Without it what is here opens no more: a backup helps. */
export const setPassphrase = async (
  database: VaultDatabase,
  proof: Proof,
  passphrase: string,
): Promise<Locked> => {
  const before = await database.getAll('slots')
  const vaultKey = await open(database, proof, openToWrap)
  if (!vaultKey.ok) return vaultKey
  const kdf = newKdf(toHex(crypto.getRandomValues(new Uint8Array(16))))
  const lockKey = await keyOfPassphrase(passphrase, kdf)
  const slot = { ...(await wrapVaultKey(passphraseSlot, vaultKey.value, lockKey)), kdf }
  // What was just written is opened once before anything else is given up.
  await openVaultKey(slot, lockKey)
  return replaceSlots(database, before, { add: [slot], remove: [deviceSlot] })
}

/** One more way in, beside the passphrase. */
export const addPasskey = async (
  database: VaultDatabase,
  proof: Proof,
  name: string,
): Promise<Locked> => {
  const before = await database.getAll('slots')
  if (!before.some(isPassphrase)) return refuse('changed')
  const vaultKey = await open(database, proof, openToWrap)
  if (!vaultKey.ok) return vaultKey
  const created = await createLockPasskey()
  if (!created.ok) return created
  const { passkey, output } = created.value
  const id = `passkey:${toHex(passkey.credentialId)}`
  const wrapped = await wrapVaultKey(id, vaultKey.value, await keyOfPrf(output))
  const slot = { ...wrapped, ...passkey, name, createdAt: Date.now() }
  return replaceSlots(database, before, { add: [slot], remove: [] })
}

export const removePasskey = async (database: VaultDatabase, id: string): Promise<Locked> => {
  const before = await database.getAll('slots')
  return replaceSlots(database, before, { add: [], remove: [id] })
}

/** No lock any more: the vault opens on this device by itself. */
export const removeLock = async (database: VaultDatabase, proof: Proof): Promise<Locked> => {
  const before = await database.getAll('slots')
  const vaultKey = await open(database, proof, openToWrap)
  if (!vaultKey.ok) return vaultKey
  const deviceKey = await createDeviceKey()
  const slot = await wrapVaultKey(deviceSlot, vaultKey.value, deviceKey)
  const remove = before.map(({ id }) => id)
  return replaceSlots(database, before, { add: [slot], remove }, deviceKey)
}

/** One transaction; where another tab changed the locks meanwhile nothing happens. */
const replaceSlots = async (
  database: VaultDatabase,
  before: Slot[],
  { add, remove }: { add: (Slot & Record<string, unknown>)[]; remove: string[] },
  deviceKey: CryptoKey | null = null,
): Promise<Locked> => {
  const transaction = database.transaction(['slots', 'keys'], 'readwrite', { durability: 'strict' })
  const slots = transaction.objectStore('slots')
  const keys = transaction.objectStore('keys')
  const isUnchanged = namesOf(await slots.getAll()) === namesOf(before)
  if (isUnchanged)
    await Promise.all([
      ...remove.map((id) => slots.delete(id)),
      ...add.map((slot) => slots.put(slot)),
      ...(deviceKey ? [keys.put(deviceKey, deviceSlot)] : []),
      ...(remove.includes(deviceSlot) && !deviceKey ? [keys.delete(deviceSlot)] : []),
    ])
  await transaction.done
  return isUnchanged ? done : refuse('changed')
}

const namesOf = (slots: Slot[]): string => slots.map(({ id, iv }) => `${id} ${String(iv)}`).join()
