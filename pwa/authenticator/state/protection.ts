import { createModel, signal } from '@preact/signals'
import { type Installer, whenInstallable } from '../device/install.ts'
import { type Persistence, persistence, requestPersistence } from '../device/persistence.ts'

/** Whether the browser may clear our storage when space runs low, and what would keep it from that. */
export const ProtectionModel = createModel(() => {
  const state = signal<Persistence>('unknown')
  const installable = signal(false)
  let installer: Installer | null = null

  const ask = async (): Promise<void> => {
    if (state.peek() !== 'kept') state.value = await requestPersistence()
  }

  whenInstallable((found) => {
    installer = found
    installable.value = true
  })

  return {
    state,
    installable,
    check: async (): Promise<void> => {
      state.value = await persistence()
    },
    /** Asked once there is something to protect, never of somebody who only looks around. */
    ask,
    /** Browsers make the promise to installed apps, so it is asked for again. */
    install: async (): Promise<void> => {
      // The browser's offer is good for one question.
      installable.value = false
      if (await installer?.()) await ask()
    },
  }
})

export type ProtectionModel = InstanceType<typeof ProtectionModel>
