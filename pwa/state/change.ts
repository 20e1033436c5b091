import { createModel, signal } from '@preact/signals'
import { asProblem, type FaultCode } from '../api.ts'
import { faultOf, type Fault } from './fault.ts'

/**
 * Something that the person does and that the Worker may refuse: one at a time, with what is under
 * way (`busy`, a name that the screen chose) and what was refused last.
 */
export const ChangeModel = createModel((words: Partial<Record<FaultCode, string>> = {}) => {
  const busy = signal<string | null>(null)
  const fault = signal<Fault | null>(null)
  return {
    busy,
    fault,
    /** @returns whether it was done; not so either where another change is still under way */
    async run(name: string, change: () => Promise<unknown>): Promise<boolean> {
      if (busy.value !== null) return false
      busy.value = name
      try {
        await change()
        fault.value = null
        return true
      } catch (error) {
        fault.value = faultOf(asProblem(error), words)
        return false
      } finally {
        busy.value = null
      }
    },
    forget() {
      fault.value = null
    },
  }
})
export type ChangeModel = InstanceType<typeof ChangeModel>
