import { effect } from '@preact/signals'
import { hasLock } from '../storage/has-lock.ts'
import type { PreferencesModel } from './preferences.ts'
import type { VaultModel } from './vault.ts'

/** When anybody last touched the app, in whichever tab: unix milliseconds. */
const place = 'latchkey_authenticator_touched'
/** Milliseconds: a note of each keystroke would be many. */
const often = 5_000

let touchedHere = Date.now()

const touch = (): void => {
  const now = Date.now()
  if (Math.abs(now - touchedHere) < often) return
  touchedHere = now
  try {
    localStorage.setItem(place, String(now))
  } catch {
    // Each tab for itself, then.
  }
}

const touchedAt = (): number => {
  try {
    return Math.max(touchedHere, Number(localStorage.getItem(place)))
  } catch {
    return touchedHere
  }
}

/** Locks a vault that has a lock, when nobody has touched the app for as long as the settings say. */
export const watchIdleness = (vault: VaultModel, preferences: PreferencesModel): void => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = async (): Promise<void> => {
    clearTimeout(timer)
    const limit = preferences.values.peek().autoLockMinutes * 60_000
    if (limit === 0 || vault.state.peek().kind !== 'open') return
    const left = touchedAt() + limit - Date.now()
    // A clock that was set back leaves no more than the limit.
    if (left > 0) timer = setTimeout(() => void look(), Math.min(left, limit))
    else if (await hasLock(await vault.connect())) vault.lock()
  }
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, touch, { passive: true })
  // Timers sleep with the device: what is due is done before anything is seen again.
  document.addEventListener('visibilitychange', () => void look())
  effect(() => {
    if (vault.state.value.kind !== 'open') return
    touchedHere = Date.now()
    void look()
  })
  effect(() => {
    if (preferences.values.value) void look()
  })
}
