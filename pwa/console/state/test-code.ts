import { createModel, signal } from '@preact/signals'
import type { TestedCode } from '../../../schema/api/test-code.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { StepUpModel } from '../../state/step-up.ts'

/** How far this browser's clock is ahead of the Worker's, in milliseconds, and how sure that is. */
export type ClockOffset = { ahead: number; uncertainty: number }

/** The Worker read its clock halfway through the round trip, as far as anybody can tell from here. */
const compareClocks = async (): Promise<ClockOffset> => {
  const sent = Date.now()
  const started = performance.now()
  const { now } = await answer(api.admin.clock.$get())
  const half = (performance.now() - started) / 2
  return { ahead: sent + half - now, uncertainty: half }
}

/** Trying out a code without spending it, and the clocks that it hangs on. */
export const TestCodeModel = createModel(() => {
  const clock = createResource(compareClocks)
  const stepUp = new StepUpModel()
  const change = new ChangeModel({ not_found: 'Nobody has this username.' })
  const tested = signal<{ username: string; result: TestedCode } | null>(null)
  return {
    clock,
    stepUp,
    change,
    tested,
    async submit(username: string, code: string): Promise<void> {
      await change.run('test', async () => {
        tested.value = null
        const asked = await stepUp.guard(() =>
          answer(api.admin['test-code'].$post({ json: { username, code } })),
        )
        if (asked) tested.value = { username, result: asked.value }
      })
    },
  }
})
export type TestCodeModel = InstanceType<typeof TestCodeModel>
