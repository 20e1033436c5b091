import { createModel, signal } from '@preact/signals'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { createResource } from '../../state/resource.ts'
import { go } from '../../state/route.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { toast } from '../../ui/announcer.tsx'
import { counted } from '../counted.ts'
import { fetchTokens } from './tokens.ts'

/** All series, the newest first. */
export const SeriesListModel = createModel(() =>
  createResource(() => answer(api.admin['token-series'].$get())),
)

/** One series, and its tokens. */
export const SeriesModel = createModel((id: string) => {
  const param = { id }
  const { [':id']: route } = api.admin['token-series']
  const series = createResource(() => answer(route.$get({ param })))
  const tokens = createPaged((after) => fetchTokens({ series: id }, after))
  const stepUp = new StepUpModel()
  const change = new ChangeModel({ not_found: 'This series is not there anymore.' })
  const task = signal<'rename' | 'delete' | null>(null)

  return {
    series,
    tokens,
    stepUp,
    change,
    task,
    async load(): Promise<void> {
      await Promise.all([series.load(), tokens.load()])
    },
    ask(next: 'rename' | 'delete' | null) {
      change.forget()
      task.value = next
    },
    async rename(label: string): Promise<void> {
      await change.run('rename', async () => {
        const saved = await stepUp.guard(() => answer(route.$patch({ param, json: { label } })))
        if (!saved) return
        series.state.value = { kind: 'ready', value: saved.value }
        task.value = null
        toast('Renamed')
      })
    },
    async remove(): Promise<void> {
      await change.run('delete', async () => {
        const gone = await stepUp.guard(() => answer(route.$delete({ param })))
        if (!gone) return
        task.value = null
        toast(`${counted(gone.value.tokens, 'token')} deleted`)
        go('/console/tokens/series', { replace: true })
      })
    },
  }
})
export type SeriesModel = InstanceType<typeof SeriesModel>
