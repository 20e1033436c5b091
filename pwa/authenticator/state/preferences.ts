import { createModel, signal } from '@preact/signals'
import {
  defaultPreferences,
  type Preferences,
  putPreference,
  readPreferences,
} from '../storage/preferences.ts'
import type { VaultModel } from './vault.ts'

/** What this person has chosen on this device, in all tabs. */
export const PreferencesModel = createModel((vault: VaultModel) => {
  const values = signal<Preferences>(defaultPreferences)
  const otherTabs = new BroadcastChannel('latchkey-authenticator-preferences')
  const read = async (): Promise<void> => {
    try {
      values.value = await readPreferences(await vault.connect())
    } catch {
      // Without storage: as they are.
    }
  }
  otherTabs.addEventListener('message', () => void read())
  return {
    values,
    read,
    set: async <Name extends keyof Preferences>(
      name: Name,
      value: Preferences[Name],
    ): Promise<void> => {
      values.value = { ...values.peek(), [name]: value }
      try {
        await putPreference(await vault.connect(), name, value)
      } catch {
        // For as long as this page lives, then.
        return
      }
      otherTabs.postMessage('changed')
    },
  }
})

export type PreferencesModel = InstanceType<typeof PreferencesModel>
