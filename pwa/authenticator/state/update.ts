import { createModel, signal } from '@preact/signals'

/** A new release of the app: none, waiting for a yes, or already in charge of this page. */
type UpdateState = 'none' | 'ready' | 'replaced'

/** Offers updates and never forces one: a reload in the middle of typing a code off helps nobody. */
export const UpdateModel = createModel(() => {
  const state = signal<UpdateState>('none')
  let takeOver: () => void = () => undefined
  let asked = false
  return {
    state,
    /** Loaded after the first paint: codes do not wait for it. */
    watch: async (): Promise<void> => {
      if (!('serviceWorker' in navigator)) return
      const { registerServiceWorker } = await import('../device/service-worker.ts')
      takeOver = registerServiceWorker({
        onWaiting: () => {
          state.value = 'ready'
        },
        onReplaced: () => {
          if (asked) location.reload()
          else state.value = 'replaced'
        },
      })
    },
    accept: (): void => {
      if (state.peek() === 'replaced') return location.reload()
      asked = true
      takeOver()
    },
    later: (): void => {
      state.value = 'none'
    },
  }
})

export type UpdateModel = InstanceType<typeof UpdateModel>
