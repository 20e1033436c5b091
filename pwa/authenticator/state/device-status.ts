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
  const isDue = how === 'now' || registering !== null || Date.now() - (statusAt ?? 0) >= anHour
  if (!navigator.onLine || !isDue) return
  // Not while a device registers, here or in another tab: what is half done is nobody's to judge.
  await navigator.locks.request(registrationLock, () => settle({ vault, preferences }))
}

/** Whoever calls it holds `registrationLock`. */
export const settle = async ({ vault, preferences }: Asked): Promise<void> => {
  const states = await Promise.all(
    registeredOf(vault.tokens.peek()).map(async ({ id }) => ({
      id,
      state: await stateOf(vault, id).catch(() => 'unknown'),
    })),
  )
  const { retired: before, registering } = preferences.values.peek()
  const gone = states.filter(({ state }) => state === 'retired').map(({ id }) => id)
  // It never counted: the page was closed before the server heard its first code.
  const isAbandoned = registering !== null && gone.includes(registering)
  if (isAbandoned) await vault.erase([registering])
  const isOpen = states.some(({ id, state }) => id === registering && state === 'unknown')
  if (registering !== null && !isOpen) await preferences.set('registering', null)
  const unknown = states.filter(({ state }) => state === 'unknown').map(({ id }) => id)
  const retired = [...gone, ...before.filter((id) => unknown.includes(id))]
  await preferences.set(
    'retired',
    isAbandoned ? retired.filter((id) => id !== registering) : retired,
  )
  if (unknown.length === 0) await preferences.set('statusAt', Date.now())
}
