import { createModel, signal } from '@preact/signals'
import type { Token } from '../storage/token.ts'
import { moved, placesFor } from './order.ts'
import type { VaultModel } from './vault.ts'

/** The order of the tokens while somebody changes it; it is stored once, at the end. */
export const ArrangingModel = createModel((vault: VaultModel) => {
  const tokens = signal<readonly Token[]>(vault.tokens.peek())
  let changed = false
  return {
    tokens,
    /** @returns the place that it has now, from 0 */
    move: (id: string, to: number): number => {
      const all = tokens.peek()
      const from = all.findIndex((token) => token.id === id)
      const { first, last } = placesFor(all, from)
      const place = Math.max(first, Math.min(last, to))
      tokens.value = moved(all, from, place)
      changed ||= place !== from
      return place
    },
    /** Whoever leaves by Back means the order that was on the screen, too. */
    save: async (): Promise<boolean> => {
      if (!changed) return true
      const saved = (await vault.arrange(tokens.peek().map(({ id }) => id))) === 'saved'
      if (saved) changed = false
      return saved
    },
  }
})

export type ArrangingModel = InstanceType<typeof ArrangingModel>
