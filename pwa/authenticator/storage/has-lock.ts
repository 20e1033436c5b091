import type { VaultDatabase } from './database.ts'
import { deviceSlot } from './vault.ts'

/** Whether the vault opens only for somebody who knows, or has, something. */
export const hasLock = async (database: VaultDatabase): Promise<boolean> => {
  const slots = await database.getAllKeys('slots')
  return slots.length > 0 && !slots.includes(deviceSlot)
}
