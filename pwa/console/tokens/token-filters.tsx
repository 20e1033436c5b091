import { TextButton } from '../../ui/button.tsx'
import { FilterSelect } from '../../ui/filter-select.tsx'
import type { TokensModel } from '../state/tokens.ts'

const stateOptions = [
  { value: '', label: 'Any state' },
  { value: 'unassigned', label: 'Unassigned' },
  { value: 'assigned', label: 'Assigned' },
]

/** What narrows the list of tokens down. Each choice is a step that Back undoes. */
export const TokenFilters = ({ model: { filters, series, clear } }: { model: TokensModel }) => {
  const { state = '', series: wanted = '' } = filters.values.value
  const known = series.state.value.kind === 'ready' ? series.state.value.value : []
  return (
    <div class="filters" role="group" aria-label="Filters">
      <FilterSelect
        label="State"
        name="state"
        options={stateOptions}
        value={state}
        onValue={(value) => filters.set({ state: value }, { push: true })}
      />
      <FilterSelect
        label="Series"
        name="series"
        options={[
          { value: '', label: 'Any series' },
          ...known.map(({ id, label }) => ({ value: id, label })),
        ]}
        value={wanted}
        onValue={(value) => filters.set({ series: value }, { push: true })}
      />
      {filters.any.value && <TextButton onClick={clear}>Clear</TextButton>}
    </div>
  )
}
