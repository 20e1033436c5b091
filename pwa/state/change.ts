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
  let latest = 0
  return {
    busy,
    fault,
    /** @returns whether it was done; not so either where another change is still under way */
    async run(name: string, change: () => Promise<unknown>): Promise<boolean> {
      if (busy.value !== null) return false
      const mine = ++latest
      const isAbandoned = () => mine !== latest
      busy.value = name
      try {
        await change()
        if (isAbandoned()) return false
        fault.value = null
        return true
      } catch (error) {
        const problem = asProblem(error)
        if (!isAbandoned()) fault.value = faultOf(problem, words)
        return false
      } finally {
        if (!isAbandoned()) busy.value = null
      }
    },
    /** The person turned to something else: whatever becomes of what is under way is not said any more. */
    abandon() {
      latest++
      busy.value = null
      fault.value = null
    },
    forget() {
      fault.value = null
    },
  }
})
export type ChangeModel = InstanceType<typeof ChangeModel>
