import { answer, api } from '../../api.ts'
import { registeredOf, serverSeconds, signAs } from './bound-token.ts'
import type { PreferencesModel } from './preferences.ts'
import type { VaultModel } from './vault.ts'

type Asked = { vault: VaultModel; preferences: PreferencesModel }

const anHour = 3_600_000
/** Held while a device registers: nobody looks at what is half done. */
export const registrationLock = 'latchkey-registration'

/** Whether the server still accepts a registered token. */
export const stateOf = async (vault: VaultModel, id: string): Promise<'registered' | 'retired'> => {
  const at = serverSeconds()
  const signature = await signAs(vault, id, 'latchkey/device-status', id, String(at))
  const { state } = await answer(api.authenticator.status.$post({ json: { id, at, signature } }))
  return state
}

/**
 * Asks the server, where there is one, about each registered token. It says nothing of its own accord: what it
 * retired is found out here.
 *
 * @param how 'now': though it was asked within the hour
 */
export const checkDevices = async ({ vault, preferences }: Asked, how?: 'now'): Promise<void> => {
  const { statusAt, registering } = preferences.values.peek()
  const ids = registeredOf(vault.tokens.peek()).map(({ id }) => id)
  const isDue = how === 'now' || registering !== null || Date.now() - (statusAt ?? 0) >= anHour
  if (!navigator.onLine || !isDue) return
  if (registering !== null && !ids.includes(registering)) await preferences.set('registering', null)
  if (ids.length === 0) return
  await navigator.locks.request(registrationLock, { ifAvailable: true }, async (lock) => {
    if (lock) await check({ vault, preferences }, ids)
  })
}

const check = async ({ vault, preferences }: Asked, ids: string[]): Promise<void> => {
  const states = await Promise.all(
    ids.map(async (id) => ({ id, state: await stateOf(vault, id).catch(() => 'unknown') })),
  )
  const { retired: before, registering } = preferences.values.peek()
  const gone = states.filter(({ state }) => state === 'retired').map(({ id }) => id)
  // It never counted: the page was closed before the server heard its first code.
  const isAbandoned = registering !== null && gone.includes(registering)
  if (isAbandoned) await vault.erase([registering])
  const known = states.some(({ id, state }) => id === registering && state !== 'unknown')
  if (known) await preferences.set('registering', null)
  const unknown = states.filter(({ state }) => state === 'unknown').map(({ id }) => id)
  const retired = [...gone, ...before.filter((id) => unknown.includes(id))]
  await preferences.set(
    'retired',
    isAbandoned ? retired.filter((id) => id !== registering) : retired,
  )
  if (unknown.length === 0) await preferences.set('statusAt', Date.now())
}
