import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { secondsLeft, stepAt } from '../../../schema/otp/step.ts'

/** What is added to the device's clock, in milliseconds: by so much the server's is ahead of it. */
export const correction = signal(0)

let timer: ReturnType<typeof setTimeout> | undefined
let watched = false

const milliseconds = (): number => Date.now() + correction.peek()
const seconds = (): number => Math.floor(milliseconds() / 1000)

const tick = (): void => {
  clearTimeout(timer)
  now.value = seconds()
  // Nobody looks: no code is computed until somebody does again.
  if (document.hidden) return
  timer = setTimeout(tick, 1000 - (milliseconds() % 1000))
}

const start = (): void => {
  watched = true
  // Not at once: a signal may not change while it is being subscribed to.
  queueMicrotask(() => {
    if (!watched) return
    document.addEventListener('visibilitychange', tick)
    tick()
  })
}

const stop = (): void => {
  watched = false
  document.removeEventListener('visibilitychange', tick)
  clearTimeout(timer)
}

/** Unix seconds. One timer for all codes, and none while nothing on the page shows a code. */
const now = signal(seconds(), { watched: start, unwatched: stop })

/** Codes follow another clock from now on. */
export const correctBy = (offset: number): void => {
  if (offset === correction.peek()) return
  correction.value = offset
  if (watched) tick()
}

const perPeriod = <T>(compute: (period: number) => T): ((period: number) => ReadonlySignal<T>) => {
  const known = new Map<number, ReadonlySignal<T>>()
  return (period) => {
    const found = known.get(period) ?? computed(() => compute(period))
    known.set(period, found)
    return found
  }
}

/** The time step of a period, shared by all tokens of that period. */
export const currentStep = perPeriod((period) => stepAt(now.value, period))

/** The seconds until that step ends. */
export const remaining = perPeriod((period) => secondsLeft(now.value, period))
