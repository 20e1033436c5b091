import { createVaultKey, seal, unseal } from '../crypto/token-seal.ts'
import type { VaultDatabase } from './database.ts'
import { decodeToken, encodeToken, type Token } from './token.ts'

/** What could be read, and how many records could not. Unreadable records are left as they are. */
export type VaultContent = { tokens: Token[]; unreadable: number }

const keyName = 'vault'

/** All tokens, oldest first. A record that does not open never hides the others. */
export const readVault = async (database: VaultDatabase): Promise<VaultContent> => {
  const transaction = database.transaction(['keys', 'tokens'])
  const [key, records] = await Promise.all([
    transaction.objectStore('keys').get(keyName),
    transaction.objectStore('tokens').getAll(),
  ])
  if (!key) return { tokens: [], unreadable: records.length }
  const opened = await Promise.allSettled(
    records.map(async (record) =>
      decodeToken(record.id, record.version, await unseal(key, record)),
    ),
  )
  const tokens = opened.filter((result) => result.status === 'fulfilled').map(({ value }) => value)
  tokens.sort((a, b) => a.createdAt - b.createdAt)
  return { tokens, unreadable: opened.length - tokens.length }
}

/** Writes one token and resolves only when it is on disk. */
export const putToken = async (database: VaultDatabase, token: Token): Promise<void> => {
  const record = await seal(await vaultKey(database), token.id, encodeToken(token))
  const transaction = database.transaction('tokens', 'readwrite', { durability: 'strict' })
  await Promise.all([transaction.store.put(record), transaction.done])
}

/** Removes one token. */
export const deleteToken = async (database: VaultDatabase, id: string): Promise<void> => {
  const transaction = database.transaction('tokens', 'readwrite', { durability: 'strict' })
  await Promise.all([transaction.store.delete(id), transaction.done])
}

/** Two tabs may both find no key: the transaction decides whose stays. */
const vaultKey = async (database: VaultDatabase): Promise<CryptoKey> => {
  const known = await database.get('keys', keyName)
  if (known) return known
  const fresh = await createVaultKey()
  const transaction = database.transaction('keys', 'readwrite', { durability: 'strict' })
  const winner = await transaction.store.get(keyName)
  if (!winner) await transaction.store.put(fresh, keyName)
  await transaction.done
  return winner ?? fresh
}
