import { createModel, effect } from '@preact/signals'
import { HardwareTokenQuery } from '../../../schema/api/hardware-token.ts'
import { answer, api, file } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { createPaged } from '../../state/paged.ts'
import { createResource } from '../../state/resource.ts'
import { StepUpModel } from '../../state/step-up.ts'
import { datedName } from '../../ui/save-file.ts'
import { createFilters } from './filters.ts'
import { saveGuarded } from './guarded-file.ts'
import { createSearchLine } from './search-line.ts'

const { after: _after, ...filterEntries } = HardwareTokenQuery.entries

/** One page of tokens. */
export const fetchTokens = (query: HardwareTokenQuery, after: string | undefined) =>
  answer(
    api.admin['hardware-tokens'].$get({
      query: { ...query, ...(after !== undefined && { after }) },
    }),
  )

/** Hardware tokens, page by page, as the address filters them. */
export const TokensModel = createModel(() => {
  const filters = createFilters(filterEntries)
  const { typed, seek, follow, clear } = createSearchLine(filters)

  let sought: HardwareTokenQuery = {}
  const list = createPaged((after) => {
    // Further pages belong to the filters of the first one, whatever was changed since.
    if (after === undefined) sought = filters.values.peek()
    return fetchTokens(sought, after)
  })
  const series = createResource(async () => {
    const { series: all } = await answer(api.admin['token-series'].$get())
    return all
  })
  const change = new ChangeModel()
  const stepUp = new StepUpModel()

  effect(() => {
    follow()
    void list.load()
  })
  return {
    filters,
    typed,
    list,
    series,
    change,
    stepUp,
    seek,
    clear,
    async exportAll(): Promise<void> {
      await change.run('export', () =>
        saveGuarded(stepUp, datedName('hardware-tokens', 'csv'), () =>
          file(api.admin['hardware-tokens'].export.$get()),
        ),
      )
    },
  }
})
export type TokensModel = InstanceType<typeof TokensModel>
