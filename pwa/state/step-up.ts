import { createModel, signal } from '@preact/signals'
import type { ProofMethod } from '../../schema/api/authorization.ts'
import type { CodeMethod, Method } from '../../schema/api/factor.ts'
import { answer, api, asProblem, done } from '../api.ts'
import { ChangeModel } from './change.ts'
import { easiestFirst } from './easiest.ts'
import { askPasskey, preparePasskeys, stopAsking } from './passkey.ts'

/** A code, or two in a row from a token whose clock is off. */
export type CodeProof = { method: CodeMethod; code: string; nextCode?: string }

/** What one types to prove that it is still oneself: a code of a factor enrolled, else the password. */
export type Proof = CodeProof | { method: 'password'; password: string }

/** What the signed-in person can prove it by, the easiest first; none: the password is what is left. */
const myMethods = async (): Promise<Method[]> => {
  const { factors, recoveryCodesLeft } = await answer(api.factors.$get())
  const methods = [...new Set(factors.map(({ method }) => method))]
  return easiestFirst(
    methods.length > 0 && recoveryCodesLeft > 0 ? [...methods, 'recovery'] : methods,
  )
}

/**
 * 'Confirm that it is you'. `guard` runs a request; where the Worker wants a fresh proof it opens
 * the dialog and, once that is given, runs the request again.
 */
export const StepUpModel = createModel(() => {
  const asked = signal<{ methods: Method[] } | null>(null)
  const change = new ChangeModel({ invalid_credentials: 'This password is wrong.' })
  let settle: (proved: boolean) => void = () => {}

  const ask = (methods: Method[]): Promise<boolean> => {
    if (methods.includes('passkey')) preparePasskeys()
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
  const prove = async (send: () => Promise<void>): Promise<void> => {
    if (await change.run('step-up', send)) close(true)
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
        return (await ask(await myMethods())) ? { value: await attempt() } : null
      }
    },
    /**
     * Asks for one of these and nothing else: an application wants it so.
     * @returns whether it was proved
     */
    want: (methods: readonly ProofMethod[]): Promise<boolean> =>
      ask(easiestFirst(methods.filter((method) => method !== 'password'))),
    submit: (proof: Proof): Promise<void> =>
      prove(() => done(api.session['step-up'].$post({ json: proof }))),
    submitPasskey: (): Promise<void> =>
      prove(async () => {
        const response = await askPasskey(() => answer(api.session['step-up'].options.$post()))
        await done(api.session['step-up'].$post({ json: { method: 'passkey', response } }))
      }),
    /** To another way to prove it: what was refused, or is still being asked, belongs to the former. */
    turn(): void {
      void stopAsking()
      change.abandon()
    },
    cancel(): void {
      void stopAsking()
      change.abandon()
      close(false)
    },
  }
})
export type StepUpModel = InstanceType<typeof StepUpModel>
