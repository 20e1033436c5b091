import { createModel, signal } from '@preact/signals'
import { openBackup, sealBackup } from '../crypto/backup.ts'
import type { PreferencesModel } from './preferences.ts'
import type { VaultModel } from './vault.ts'

/** `made`: not saved yet, for nobody has opened it. `checked`: it opens with what the person remembers. */
type BackupStep =
  | { kind: 'begin' }
  | { kind: 'made'; text: string; tokens: number; bound: number }
  | { kind: 'checked'; text: string; tokens: number }

/** Tokens sealed into one text, which counts as saved once it was opened again. */
export const BackupModel = createModel((vault: VaultModel, preferences: PreferencesModel) => {
  const step = signal<BackupStep>({ kind: 'begin' })
  const busy = signal(false)
  const problem = signal<'failed' | 'wrong' | null>(null)

  const working = async (work: () => Promise<void>): Promise<void> => {
    busy.value = true
    problem.value = null
    await work().catch(() => {
      problem.value = 'failed'
    })
    busy.value = false
  }

  return {
    step,
    busy,
    problem,
    make: (passphrase: string) =>
      working(async () => {
        const { tokens, bound } = await vault.reveal()
        const text = await sealBackup(tokens, passphrase, Date.now())
        step.value = { kind: 'made', text, tokens: tokens.length, bound }
      }),
    /** Opens what was made, with what the person types from memory. */
    check: (passphrase: string) =>
      working(async () => {
        const made = step.peek()
        if (made.kind !== 'made') return
        const opened = await openBackup(made.text, passphrase)
        if (!opened.ok || opened.value.tokens.length !== made.tokens) {
          problem.value = 'wrong'
          return
        }
        await preferences.set('backup', { at: Date.now(), tokens: made.tokens })
        step.value = { kind: 'checked', text: made.text, tokens: made.tokens }
      }),
  }
})

export type BackupModel = InstanceType<typeof BackupModel>
