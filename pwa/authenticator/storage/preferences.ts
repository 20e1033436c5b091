import type { VaultDatabase } from './database.ts'

/** How the app looks and behaves; none of it is a secret. Times are in milliseconds. */
export type Preferences = {
  /** Codes stay covered until they are tapped. */
  hideCodes: boolean
  /** Without anybody touching it for so long, a vault that has a lock is locked. */
  autoLockMinutes: number
  /** A language of locale/; null: the browser's. */
  language: string | null
  /** Whether codes follow the server's clock, and what the device's clock was off by when they last met. */
  correctClock: boolean
  clockOffset: number | null
  /** When tokens were last carried out of here, and how many. */
  backup: { at: number; tokens: number } | null
}

export const defaultPreferences: Preferences = {
  hideCodes: false,
  autoLockMinutes: 5,
  language: null,
  correctClock: true,
  clockOffset: null,
  backup: null,
}

export const readPreferences = async (database: VaultDatabase): Promise<Preferences> => {
  const names = Object.keys(defaultPreferences)
  const transaction = database.transaction('preferences')
  const found = await Promise.all(names.map((name) => transaction.store.get(name)))
  const known = names
    .map((name, at) => [name, found[at]])
    .filter(([, value]) => value !== undefined)
  return { ...defaultPreferences, ...Object.fromEntries(known) }
}

export const putPreference = async <Name extends keyof Preferences>(
  database: VaultDatabase,
  name: Name,
  value: Preferences[Name],
): Promise<void> => {
  await database.put('preferences', value, name)
}
