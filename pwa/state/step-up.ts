import { createModel, signal } from '@preact/signals'
import type { Method } from '../../schema/api/factor.ts'
import { answer, api, asProblem, done } from '../api.ts'
import { ChangeModel } from './change.ts'

/** How one proves that it is still oneself: a factor of those enrolled, else the password. */
export type Proof = { method: Method; code: string } | { method: 'password'; password: string }

/** Methods of the factors that the signed-in person has; none: the password is what is left. */
const myMethods = async (): Promise<Method[]> => {
  const { factors, recoveryCodesLeft } = await answer(api.factors.$get())
  const methods = [...new Set(factors.map(({ method }) => method))]
  return methods.length > 0 && recoveryCodesLeft > 0 ? [...methods, 'recovery'] : methods
}

/**
 * 'Confirm that it is you'. `guard` runs a request; where the Worker wants a fresh proof it opens
 * the dialog and, once that is given, runs the request again.
 */
export const StepUpModel = createModel(() => {
  const asked = signal<{ methods: Method[] } | null>(null)
  const change = new ChangeModel({ invalid_credentials: 'This password is wrong.' })
  let settle: (proved: boolean) => void = () => {}

  const ask = async (): Promise<boolean> => {
    const methods = await myMethods()
    change.forget()
    asked.value = { methods }
    return new Promise((resolve) => {
      settle = resolve
    })
  }
  const close = (proved: boolean) => {
    asked.value = null
    settle(proved)
  }
  return {
    asked,
    change,
    /** @returns the answer, or null where the person closed the dialog: then nothing was done */
    async guard<Value>(attempt: () => Promise<Value>): Promise<{ value: Value } | null> {
      try {
        return { value: await attempt() }
      } catch (error) {
        if (asProblem(error).code !== 'step_up_required') throw error
        return (await ask()) ? { value: await attempt() } : null
      }
    },
    async submit(proof: Proof): Promise<void> {
      const proved = await change.run('step-up', () =>
        done(api.session['step-up'].$post({ json: proof })),
      )
      if (proved) close(true)
    },
    cancel: () => close(false),
  }
})
export type StepUpModel = InstanceType<typeof StepUpModel>
