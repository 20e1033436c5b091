import { measureOffset } from '../device/server-time.ts'
import type { PreferencesModel } from './preferences.ts'

/** Milliseconds. Clocks of devices wander slowly, but people set them. */
const anHour = 3_600_000
let comparedAt = 0

/** Compares the clocks and keeps what comes out. @returns whether the server answered */
export const compareClocks = async (preferences: PreferencesModel): Promise<boolean> => {
  const offset = await measureOffset()
  if (offset === null) return false
  comparedAt = performance.now()
  await preferences.set('clockOffset', offset)
  return true
}

/** Now, whenever there is a network again, and once in a while as people come back to the page. */
export const watchClock = (preferences: PreferencesModel): void => {
  void compareClocks(preferences)
  addEventListener('online', () => void compareClocks(preferences))
  document.addEventListener('visibilitychange', () => {
    const isDue = !document.hidden && performance.now() - comparedAt > anHour
    if (isDue) void compareClocks(preferences)
  })
}
