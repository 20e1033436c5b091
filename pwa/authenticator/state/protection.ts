import { createModel, signal } from '@preact/signals'
import { type Persistence, persistence, requestPersistence } from '../device/persistence.ts'

/** Whether the browser may clear our storage when space runs low. */
export const Protection = createModel(() => {
  const state = signal<Persistence>('unknown')
  return {
    state,
    check: async (): Promise<void> => {
      state.value = await persistence()
    },
    /** Asked once there is something to protect, never of somebody who only looks around. */
    ask: async (): Promise<void> => {
      if (state.peek() !== 'kept') state.value = await requestPersistence()
    },
  }
})

export type ProtectionModel = InstanceType<typeof Protection>
