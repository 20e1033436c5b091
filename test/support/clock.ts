/** The clock that the Worker reads. Only `Date` is held; timers and I/O go on. */
import { vi } from 'vitest'
import { PERIOD_MS } from './totp.ts'

/** Stops the clock in the middle of a time step, so that no code grows old while a test runs. */
export const stopClock = (): void => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime((Math.floor(Date.now() / PERIOD_MS) + 0.5) * PERIOD_MS)
}

export const pass = (seconds: number): void => {
  if (!vi.isFakeTimers()) stopClock()
  vi.setSystemTime(Date.now() + seconds * 1000)
}

export const minutes = (count: number): number => count * 60
export const hours = (count: number): number => count * 3600
export const days = (count: number): number => count * 86_400

export const startClock = (): void => {
  vi.useRealTimers()
}
