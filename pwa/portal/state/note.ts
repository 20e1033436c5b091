import { signal } from '@preact/signals'

/** A sentence for whoever arrives at a step: why they are here, or what was done. */
export type Note = { kind: 'info' | 'success'; text: string }

const left = signal<Note | null>(null)

/** Says something on the next screen. It goes with the document, so nobody can put it into a link. */
export const leaveNote = (note: Note): void => {
  left.value = note
}

/** What was left to be said, once. */
export const takeNote = (): Note | null => {
  const note = left.peek()
  left.value = null
  return note
}
