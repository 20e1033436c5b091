import { createModel, signal } from '@preact/signals'
import type { Factor, Method } from '../../../schema/api/factor.ts'
import type { Resync } from '../../../schema/api/hardware-token.ts'
import { answer, api, done } from '../../api.ts'
import { toast } from '../../ui/announcer.tsx'
import { methodLooks } from '../../ui/method.tsx'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { stopAsking } from '../../state/passkey.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { EnrollmentModel } from './enrollment.ts'
import { signalPasskeys } from './passkey-signal.ts'

/** What is being done in a dialog over the list. */
type FactorTask =
  | { kind: 'enroll'; method: Method }
  | { kind: 'rename'; factor: Factor }
  | { kind: 'remove'; factor: Factor }
  | { kind: 'resync'; factor: Factor }
  | { kind: 'codes'; replaces: boolean }

/** My second factors and recovery codes. */
export const FactorsModel = createModel(() => {
  const list = createResource(() => answer(api.factors.$get()))
  const stepUp = new StepUpModel()
  const enrollment = new EnrollmentModel(stepUp.guard)
  const change = new ChangeModel()
  const task = signal<FactorTask | null>(null)

  /**
   * Tells the password manager which passkeys there are now.
   *
   * @param former a credential that may count no more
   */
  const tellBrowser = (former?: string) => {
    const { value } = list.state
    if (value.kind !== 'ready') return
    const isGone = value.value.factors.every(({ passkey }) => passkey?.credentialId !== former)
    signalPasskeys(value.value, former && isGone ? [former] : []).catch(() => {})
  }
  const close = async () => {
    task.value = null
    void stopAsking()
    enrollment.change.abandon()
    await list.load()
  }
  return {
    list,
    stepUp,
    enrollment,
    change,
    task,
    close,
    tellBrowser,
    async enroll(method: Method): Promise<void> {
      change.forget()
      enrollment.change.forget()
      await change.run(method, async () => {
        const form = await enrollment.start(method)
        // A refusal is shown in the dialog; who did not prove who they are stays on the page.
        if (form.kind !== 'ready' || form.value) task.value = { kind: 'enroll', method }
      })
    },
    /** The first factor brings recovery codes with it; a further one leaves the old set alone. */
    async confirm(method: Method, proof: () => Promise<unknown>, codesLeft: number): Promise<void> {
      if (!(await enrollment.confirm(proof))) return
      toast(`${methodLooks[method].name} added`)
      if (codesLeft === 0) await enrollment.drawCodes()
      else await close()
    },
    askForName(factor: Factor) {
      change.forget()
      task.value = { kind: 'rename', factor }
    },
    async rename({ id, passkey }: Factor, name: string): Promise<void> {
      const renamed = await change.run('rename', () =>
        stepUp.guard(() => answer(api.factors[':id'].$patch({ param: { id }, json: { name } }))),
      )
      if (!renamed) return
      toast('Name saved')
      await close()
      if (passkey) tellBrowser()
    },
    askToRemove(factor: Factor) {
      change.forget()
      task.value = { kind: 'remove', factor }
    },
    async remove({ id, method, passkey }: Factor): Promise<void> {
      // The proof's dialog opens over the page: this one has had its answer.
      task.value = null
      const removed = await change.run('remove', async () => {
        const sent = await stepUp.guard(() => done(api.factors[':id'].$delete({ param: { id } })))
        if (sent) toast(`${methodLooks[method].name} removed`)
      })
      if (!removed) return
      await list.load()
      if (passkey) tellBrowser(passkey.credentialId)
    },
    askToResync(factor: Factor) {
      change.forget()
      task.value = { kind: 'resync', factor }
    },
    async resync({ id }: Factor, codes: Resync): Promise<void> {
      let right = false
      await change.run('resync', async () => {
        const sent = await stepUp.guard(() =>
          answer(api.factors.hardware[':id'].resync.$post({ param: { id }, json: codes })),
        )
        right = sent !== null
      })
      if (!right) return
      toast('Its clock is set right')
      await close()
    },
    askForCodes(replaces: boolean) {
      enrollment.change.forget()
      enrollment.step.value = { kind: 'confirmed' }
      task.value = { kind: 'codes', replaces }
    },
    drawCodes: () => enrollment.drawCodes(),
    /** A first factor was set up elsewhere on the page: its recovery codes. */
    async firstCodes(): Promise<void> {
      enrollment.change.forget()
      enrollment.step.value = { kind: 'confirmed' }
      task.value = { kind: 'codes', replaces: false }
      await enrollment.drawCodes()
    },
  }
})
export type FactorsModel = InstanceType<typeof FactorsModel>
