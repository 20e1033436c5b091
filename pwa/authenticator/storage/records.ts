import { importSecret } from '../crypto/code.ts'
import { seal, type SealedToken, unseal } from '../crypto/token-seal.ts'
import { boundKeyName, openBound, signingKeyName } from './bound-key.ts'
import type { VaultDatabase } from './database.ts'
import { decodeToken, encodeToken, secretOf, type StoredToken, type Token } from './token.ts'

/** The database with the key that opens its records. */
export type OpenVault = { database: VaultDatabase; key: CryptoKey }

/** What could be read, and how many records could not. Unreadable records are left as they are. */
export type VaultContent = { tokens: Token[]; unreadable: number }

const opened = async ({ key }: OpenVault, record: SealedToken): Promise<StoredToken> =>
  decodeToken(await unseal(key, record))

const toToken = async (vault: OpenVault, record: SealedToken): Promise<Token> => {
  const stored = await opened(vault, record)
  const { secret: _, bound, ...rest } = stored
  const { id } = record
  const hmac = bound
    ? await openBound(vault.database, id, bound, stored.algorithm)
    : await importSecret(secretOf(stored), stored.algorithm)
  return { ...rest, id, hmac }
}

/** All tokens, those in the trash among them, in their order. A record that does not open never hides the others. */
export const readTokens = async (vault: OpenVault): Promise<VaultContent> =>
  openRecords(vault, await vault.database.getAll('tokens'))

/** Some of them, as far as they are there. */
export const readSome = async (
  vault: OpenVault,
  ids: readonly string[],
): Promise<readonly Token[]> => (await openRecords(vault, await readRecords(vault, ids))).tokens

type Placed = { order: number; createdAt: number }
const inOrder = (a: Placed, b: Placed): number => a.order - b.order || a.createdAt - b.createdAt

const openRecords = async (vault: OpenVault, records: SealedToken[]): Promise<VaultContent> => {
  const results = await Promise.allSettled(records.map((record) => toToken(vault, record)))
  const tokens = results.filter((one) => one.status === 'fulfilled').map(({ value }) => value)
  return { tokens: tokens.toSorted(inOrder), unreadable: results.length - tokens.length }
}

/** Tokens as they are stored, in their order, secrets included: for a backup. */
export const readStored = async (vault: OpenVault): Promise<(StoredToken & { id: string })[]> => {
  const records = await vault.database.getAll('tokens')
  const results = await Promise.allSettled(
    records.map(async (record) => ({ ...(await opened(vault, record)), id: record.id })),
  )
  return results
    .filter((one) => one.status === 'fulfilled')
    .map(({ value }) => value)
    .toSorted(inOrder)
}

/** Writes new tokens, all or none, with the keys that belong to them; resolves when they are on disk. */
export const insertTokens = async (
  { database, key }: OpenVault,
  tokens: (StoredToken & { id: string })[],
  keys: Record<string, CryptoKey> = {},
): Promise<void> => {
  const records = await Promise.all(
    tokens.map(({ id, ...stored }) => seal(key, id, encodeToken(stored))),
  )
  const transaction = database.transaction(['tokens', 'keys'], 'readwrite', strict)
  await Promise.all([
    ...records.map((record) => transaction.objectStore('tokens').add(record)),
    ...Object.entries(keys).map(([name, value]) =>
      transaction.objectStore('keys').put(value, name),
    ),
    transaction.done,
  ])
}

/** How often a change is tried again that another tab got ahead of. */
const patience = 5

/**
 * Changes tokens, all or none. What another tab wrote meanwhile is read again and changed in its turn: no
 * change is lost, and a counter that both read is counted once.
 *
 * @param change null: not to be changed after all; then none is
 * @returns whether they were changed
 */
export const rewriteTokens = async (
  vault: OpenVault,
  ids: readonly string[],
  change: (stored: StoredToken, id: string) => StoredToken | null,
): Promise<boolean> => {
  for (let turn = 0; turn < patience; turn++) {
    const before = await readRecords(vault, ids)
    const changed = await Promise.all(
      before.map(async (record) => change(await opened(vault, record), record.id)),
    )
    if (before.length < ids.length || changed.includes(null)) return false
    const after = await Promise.all(
      before.map(({ id }, at) => seal(vault.key, id, encodeToken(changed[at] as StoredToken))),
    )
    if (await replaceRecords(vault, before, after)) return true
  }
  return false
}

const readRecords = async ({ database }: OpenVault, ids: readonly string[]) => {
  const transaction = database.transaction('tokens')
  const found = await Promise.all(ids.map((id) => transaction.store.get(id)))
  return found.filter((record) => record !== undefined)
}

/** Puts records in the place of others, if those are still there as they were read. */
export const replaceRecords = async (
  { database }: Pick<OpenVault, 'database'>,
  before: SealedToken[],
  after: SealedToken[],
): Promise<boolean> => {
  const transaction = database.transaction('tokens', 'readwrite', strict)
  const present = await Promise.all(before.map(({ id }) => transaction.store.get(id)))
  const unchanged = present.every((record, at) => isSame(record, before[at]))
  if (unchanged) await Promise.all(after.map((record) => transaction.store.put(record)))
  await transaction.done
  return unchanged
}

/** Each writing has an IV of its own. */
export const isSame = (one: SealedToken | undefined, other: SealedToken | undefined): boolean =>
  one !== undefined && other !== undefined && String(one.iv) === String(other.iv)

/** Removes tokens for good, and the keys that belong to them. */
export const eraseTokens = async (
  database: VaultDatabase,
  ids: readonly string[],
): Promise<void> => {
  const transaction = database.transaction(['tokens', 'keys'], 'readwrite', strict)
  await Promise.all([
    ...ids.flatMap((id) => [
      transaction.objectStore('tokens').delete(id),
      transaction.objectStore('keys').delete(boundKeyName(id)),
      transaction.objectStore('keys').delete(signingKeyName(id)),
    ]),
    transaction.done,
  ])
}

/** Resolved only when it is on disk. */
const strict = { durability: 'strict' } as const
