import { createModel } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { createResource } from '../../state/resource.ts'

/** How often it is asked for what is new, in milliseconds: somebody waits for a code. */
const interval = 4000

/** The messages that a local server would have sent. */
export const OutboxModel = createModel(() => {
  const messages = createResource(() => answer(api.admin.outbox.$get()))
  return {
    messages,
    /** Loads it, and again while it is looked at. @returns how to stop */
    follow(): () => void {
      void messages.load()
      const timer = setInterval(() => document.hidden || void messages.load(), interval)
      return () => clearInterval(timer)
    },
  }
})
