import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SealedToken } from '../crypto/token-seal.ts'
import type { Slot } from '../crypto/vault-key.ts'

interface VaultSchema extends DBSchema {
  /**
   * Keys that are never read. `vault`: that of version 1, gone once its tokens are sealed anew. `device`: opens
   * the slot of that name. `bound:` and `signing:` with a token's id: of a registered token (storage/bound-key.ts).
   */
  keys: { key: string; value: CryptoKey }
  /** Ways to the vault key. Without `device` among them the vault is locked. */
  slots: { key: string; value: Slot & Record<string, unknown> }
  tokens: { key: string; value: SealedToken }
  /** What is no secret: how the app looks and behaves. */
  preferences: { key: string; value: unknown }
}

export type VaultDatabase = IDBPDatabase<VaultSchema>
export type StoreName = 'keys' | 'slots' | 'tokens' | 'preferences'

/**
 * Opens the authenticator's database. Version 2 brought slots and preferences; what it holds stays as it is
 * until the vault is opened (storage/vault.ts).
 *
 * @param onOutdated a newer release of the app, in another tab, needs this one to let go
 */
export const openDatabase = (onOutdated: () => void): Promise<VaultDatabase> =>
  openDB<VaultSchema>('latchkey-authenticator', 2, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore('keys')
        database.createObjectStore('tokens', { keyPath: 'id' })
      }
      if (from < 2) {
        database.createObjectStore('slots', { keyPath: 'id' })
        database.createObjectStore('preferences')
      }
    },
    blocking(_current, _blocked, event) {
      const database = event.target as IDBDatabase
      database.close()
      onOutdated()
    },
  })
