import { seal, unseal } from '../crypto/token-seal.ts'
import {
  createDeviceKey,
  createVaultKey,
  openVaultKey,
  type Slot,
  wrapVaultKey,
} from '../crypto/vault-key.ts'
import type { VaultDatabase } from './database.ts'
import { isSame } from './records.ts'
import { encodeToken } from './token.ts'

/** `empty`: nothing was ever kept here, or nothing is any more. `locked`: by these ways it opens. */
export type VaultAccess =
  | { kind: 'empty' }
  | { kind: 'open'; key: CryptoKey }
  | { kind: 'locked'; slots: Slot[] }

const formerKey = 'vault'
export const deviceSlot = 'device'

/** What stands between this page and its tokens. Tokens of the first release are sealed anew on the way. */
export const accessVault = async (database: VaultDatabase): Promise<VaultAccess> => {
  const transaction = database.transaction(['keys', 'slots'])
  const [former, device, slots] = await Promise.all([
    transaction.objectStore('keys').get(formerKey),
    transaction.objectStore('keys').get(deviceSlot),
    transaction.objectStore('slots').getAll(),
  ])
  if (former) return moveFromVersion1(database, former)
  const open = slots.find(({ id }) => id === deviceSlot)
  if (open && device) return { kind: 'open', key: await openVaultKey(open, device) }
  return slots.length > 0 ? { kind: 'locked', slots } : { kind: 'empty' }
}

const freshVault = async () => {
  const [vaultKey, deviceKey] = await Promise.all([createVaultKey(), createDeviceKey()])
  return { vaultKey, deviceKey, slot: await wrapVaultKey(deviceSlot, vaultKey, deviceKey) }
}

/** The key of a vault that has none yet. Two tabs may both find none: the transaction decides whose stays. */
export const beginVault = async (database: VaultDatabase): Promise<VaultAccess> => {
  const { deviceKey, slot } = await freshVault()
  const transaction = database.transaction(['keys', 'slots'], 'readwrite', strict)
  const taken = await transaction.objectStore('slots').count()
  if (taken === 0) {
    await transaction.objectStore('keys').put(deviceKey, deviceSlot)
    await transaction.objectStore('slots').put(slot)
  }
  await transaction.done
  return accessVault(database)
}

/**
 * The first release sealed its tokens under a key that could not be wrapped. They move under one that can, in
 * one transaction; a tab that was closed before it leaves all as it was, and one that came second finds it
 * done. What does not open stays as it is: nobody can read it, and nothing is thrown away.
 */
const moveFromVersion1 = async (
  database: VaultDatabase,
  former: CryptoKey,
): Promise<VaultAccess> => {
  const { decodeVersion1 } = await import('./version-1.ts')
  const before = await database.getAll('tokens')
  const { vaultKey, deviceKey, slot } = await freshVault()
  const moved = await Promise.allSettled(
    before.map(async (record) =>
      seal(vaultKey, record.id, encodeToken(decodeVersion1(await unseal(former, record)))),
    ),
  )
  const after = moved.filter((one) => one.status === 'fulfilled').map(({ value }) => value)
  const transaction = database.transaction(['keys', 'slots', 'tokens'], 'readwrite', strict)
  const keys = transaction.objectStore('keys')
  const present = await transaction.objectStore('tokens').getAll()
  const unchanged =
    (await keys.get(formerKey)) !== undefined &&
    present.length === before.length &&
    present.every((record, at) => isSame(record, before[at]))
  if (unchanged)
    await Promise.all([
      ...after.map((record) => transaction.objectStore('tokens').put(record)),
      transaction.objectStore('slots').put(slot),
      keys.put(deviceKey, deviceSlot),
      keys.delete(formerKey),
    ])
  await transaction.done
  return accessVault(database)
}

const strict = { durability: 'strict' } as const
