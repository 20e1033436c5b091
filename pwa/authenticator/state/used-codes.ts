import { createModel, signal } from '@preact/signals'
import type { Token } from '../storage/token.ts'
import type { VaultModel } from './vault.ts'

/** The codes that change with each use: which of them this page may show. */
export const UsedCodes = createModel((vault: VaultModel) => {
  /** By token: the counter that this page used last. */
  const counters = signal<Readonly<Record<string, number>>>({})

  const current = (id: string): Token | undefined =>
    vault.tokens.peek().find((token) => token.id === id)

  return {
    counters,
    /**
     * Uses up the next code, and then shows it: no other tab, and no later press, gets the same.
     * @returns whether there is one
     */
    use: async ({ id, counter }: Token): Promise<boolean> => {
      if ((await vault.advance(id, counter)) === 'saved') {
        counters.value = { ...counters.peek(), [id]: counter }
        return true
      }
      // Another tab was quicker: with what it left, once more.
      await vault.read()
      const next = current(id)?.counter
      if (next === undefined || next === counter) return false
      if ((await vault.advance(id, next)) !== 'saved') return false
      counters.value = { ...counters.peek(), [id]: next }
      return true
    },
  }
})

export type UsedCodes = InstanceType<typeof UsedCodes>

/** The counter of the code that is shown; null after another tab used a later one. */
export const usedCounter = ({ counters }: UsedCodes, { id, counter }: Token): number | null => {
  const used = counters.value[id]
  return used !== undefined && used + 1 === counter ? used : null
}
