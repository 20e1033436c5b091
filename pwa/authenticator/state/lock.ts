import { computed, createModel, signal } from '@preact/signals'
import {
  addPasskey,
  type Locked,
  type LockRefusal,
  type Proof,
  removeLock,
  removePasskey,
  setPassphrase,
  unlock,
  waysOf,
} from '../storage/locks.ts'
import type { Slot } from '../crypto/vault-key.ts'
import type { VaultModel } from './vault.ts'

/** Opening, setting and removing the lock. Loaded where there is one, or where somebody looks for one. */
export const LockModel = createModel((vault: VaultModel) => {
  const slots = signal<readonly Slot[]>([])
  const isRead = signal(false)
  const busy = signal(false)
  const refusal = signal<LockRefusal | null>(null)

  const read = async (): Promise<void> => {
    slots.value = await (await vault.connect()).getAll('slots')
    isRead.value = true
  }

  /** One at a time: each takes its while, and its answer belongs to what was asked last. */
  const attempt = async <T>(work: () => Promise<Locked<T>>): Promise<T | undefined> => {
    busy.value = true
    refusal.value = null
    const result = await work().catch(() => ({ ok: false, reason: 'failed' }) as const)
    busy.value = false
    if (result.ok) return result.value
    refusal.value = result.reason
    return undefined
  }

  const change = async (work: () => Promise<Locked>): Promise<boolean> => {
    const changed = (await attempt(work)) === null
    await read()
    if (changed) await vault.changed()
    return changed
  }

  return {
    busy,
    refusal,
    /** Whether it is known what locks there are. */
    isRead,
    ways: computed(() => waysOf(slots.value)),
    read,
    unlock: async (proof: Proof): Promise<boolean> => {
      const key = await attempt(async () => unlock(await vault.connect(), proof))
      if (key) await vault.unlock(key)
      return key !== undefined
    },
    /** Whether somebody can open it, without doing so. */
    prove: async (proof: Proof): Promise<boolean> =>
      (await attempt(async () => unlock(await vault.connect(), proof))) !== undefined,
    /** Sets a passphrase where there was none, or another one. */
    setPassphrase: (proof: Proof, passphrase: string) =>
      change(async () => setPassphrase(await vault.connect(), proof, passphrase)),
    addPasskey: (proof: Proof, name: string) =>
      change(async () => addPasskey(await vault.connect(), proof, name)),
    removePasskey: (id: string) => change(async () => removePasskey(await vault.connect(), id)),
    remove: (proof: Proof) => change(async () => removeLock(await vault.connect(), proof)),
  }
})

export type LockModel = InstanceType<typeof LockModel>
