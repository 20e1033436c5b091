import { createModel, signal } from '@preact/signals'
import { answer, api, done } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createResource } from '../../state/resource.ts'
import { go } from '../../state/route.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import type { TokenAction } from '../../../schema/api/hardware-token.ts'

/** One hardware token, with what an administrator may do with it. */
export const TokenModel = createModel((id: string) => {
  const param = { id }
  const { [':id']: route } = api.admin['hardware-tokens']
  const token = createResource(() => answer(route.$get({ param })))
  const stepUp = new StepUpModel()
  const change = new ChangeModel({
    not_found: 'This token, or this person, is not there anymore.',
    factor_not_allowed: 'The groups of this person do not allow hardware tokens.',
  })
  /** The question that lies over the page. It stays until it is done, or called off. */
  const task = signal<TokenAction | null>(null)

  /** Does it once it is certain who asks. @returns what was answered, or null where it was not done */
  const act = async <Value>(
    name: TokenAction,
    request: () => Promise<Value>,
  ): Promise<{ value: Value } | null> => {
    let answered: { value: Value } | null = null
    await change.run(name, async () => {
      answered = await stepUp.guard(request)
      if (answered) task.value = null
    })
    return answered
  }
  return {
    token,
    stepUp,
    change,
    task,
    ask(next: TokenAction | null) {
      change.forget()
      task.value = next
    },
    async assign(person: { id: string; name: string }): Promise<void> {
      const json = { userId: person.id }
      const assigned = await act('assign', () => answer(route.assign.$post({ param, json })))
      if (!assigned) return
      toast(`Assigned to ${person.name}`)
      token.state.value = { kind: 'ready', value: assigned.value }
    },
    async unassign(): Promise<void> {
      const unassigned = await act('unassign', () => answer(route.unassign.$post({ param })))
      if (!unassigned) return
      toast('Taken back')
      token.state.value = { kind: 'ready', value: unassigned.value }
    },
    async resync(json: { code: string; nextCode: string }): Promise<void> {
      if (!(await act('resync', () => answer(route.resync.$post({ param, json }))))) return
      toast('The clock is known now')
      await token.load()
    },
    async remove(): Promise<void> {
      if (!(await act('delete', () => done(route.$delete({ param }))))) return
      toast('Deleted')
      go('/console/tokens', { replace: true })
    },
  }
})
export type TokenModel = InstanceType<typeof TokenModel>
