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
  /** Registered tokens that the server does not accept any more, and when it was asked last. */
  retired: readonly string[]
  statusAt: number | null
  /** A registered token that is stored, and not known to count yet: this page may be closed in between. */
  registering: string | null
}

export const defaultPreferences: Preferences = {
  hideCodes: false,
  autoLockMinutes: 5,
  language: null,
  correctClock: true,
  clockOffset: null,
  backup: null,
  retired: [],
  statusAt: null,
  registering: null,
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

/** Milliseconds: the server's date is in whole seconds, so less than this is no difference. */
const smallestOffset = 2_000

/** What the codes' clock is ahead of the device's. */
export const correctionOf = ({ correctClock, clockOffset }: Preferences): number =>
  correctClock && clockOffset !== null && Math.abs(clockOffset) >= smallestOffset ? clockOffset : 0
