import { signal } from '@preact/signals'

import type * as bundled from '../icons/marks.ts'

type Marks = typeof bundled

/** The bundled icons' addresses; null until they are here. No code waits for them. */
export const marks = signal<Marks | null>(null)

export const loadMarks = async (): Promise<void> => {
  try {
    marks.value ??= await import('../icons/marks.ts')
  } catch {
    // Initials stay.
  }
}
