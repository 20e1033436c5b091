import { createModel, signal } from '@preact/signals'
import { asProblem } from '../api.ts'
import { faultOf, type Fault } from './fault.ts'

/** Something that is fetched: nothing yet, a refusal, or the thing. */
export type Loadable<Value> =
  | { kind: 'loading' }
  | { kind: 'failed'; fault: Fault }
  | { kind: 'ready'; value: Value }

/** A model of something that is fetched, and fetched again after it changed. */
export const createResource = <Value>(fetchIt: () => Promise<Value>) => {
  const ResourceModel = createModel(() => {
    const state = signal<Loadable<Value>>({ kind: 'loading' })
    let latest = 0
    return {
      state,
      /** What is there stays on the screen until the new answer comes. An overtaken answer is dropped. */
      async load(): Promise<void> {
        const mine = ++latest
        if (state.value.kind === 'failed') state.value = { kind: 'loading' }
        const next = await fetchIt().then(
          (value): Loadable<Value> => ({ kind: 'ready', value }),
          (error: unknown): Loadable<Value> => ({
            kind: 'failed',
            fault: faultOf(asProblem(error)),
          }),
        )
        if (mine === latest) state.value = next
      },
    }
  })
  return new ResourceModel()
}
export type Resource<Value> = ReturnType<typeof createResource<Value>>
