import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SealedToken } from '../crypto/token-seal.ts'

interface VaultSchema extends DBSchema {
  keys: { key: string; value: CryptoKey }
  tokens: { key: string; value: SealedToken }
}

export type VaultDatabase = IDBPDatabase<VaultSchema>

/**
 * Opens the authenticator's database.
 *
 * @param onOutdated a newer release of the app, in another tab, needs this one to let go
 */
export const openDatabase = (onOutdated: () => void): Promise<VaultDatabase> =>
  openDB<VaultSchema>('latchkey-authenticator', 1, {
    upgrade(database) {
      database.createObjectStore('keys')
      database.createObjectStore('tokens', { keyPath: 'id' })
    },
    blocking(_current, _blocked, event) {
      const database = event.target as IDBDatabase
      database.close()
      onOutdated()
    },
  })
