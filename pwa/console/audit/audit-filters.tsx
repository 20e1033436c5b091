import { useId, useState } from 'preact/hooks'
import { auditActions } from '../../../schema/api/audit.ts'
import { TextButton } from '../../ui/button.tsx'
import { FilterSelect } from '../../ui/filter-select.tsx'
import type { AuditModel } from '../state/audit.ts'
import { PersonFilter } from './person-filter.tsx'
import { sentences } from './sentences.ts'

const actionOptions = [
  { value: '', label: 'Anything' },
  ...auditActions
    .map((value) => ({ value: value as string, label: sentences[value].name }))
    .toSorted((a, b) => a.label.localeCompare(b.label)),
]

/** What narrows the log down. Each choice is a step that Back undoes. */
export const AuditFilters = ({ model }: { model: AuditModel }) => {
  const { filters, lines } = model
  const { action = '', person, from = '', to = '' } = filters.values.value
  const set = (change: Parameters<typeof filters.set>[0]) => filters.set(change, { push: true })
  const [chosen, setChosen] = useState<{ id: string; username: string } | null>(null)
  const nameOf = (id: string): string => {
    if (chosen?.id === id) return chosen.username
    const people = lines.value?.flatMap(({ actor, subject }) => [actor, subject]) ?? []
    return people.find((one) => one?.id === id)?.username ?? 'One person'
  }
  return (
    <div class="filters" role="group" aria-label="Filters">
      <FilterSelect
        label="What happened"
        name="action"
        options={actionOptions}
        value={action}
        onValue={(value) => set({ action: value })}
      />
      <PersonFilter
        name={person === undefined ? null : nameOf(person)}
        onPerson={(next) => {
          setChosen(next)
          set({ person: next?.id ?? null })
        }}
      />
      <DateFilter label="From" name="from" value={from} onValue={(value) => set({ from: value })} />
      <DateFilter label="To" name="to" value={to} onValue={(value) => set({ to: value })} />
      {filters.any.value && <TextButton onClick={filters.clear}>Clear</TextButton>}
    </div>
  )
}

type DateFilterProps = {
  label: string
  name: string
  value: string
  onValue: (value: string) => void
}

const DateFilter = ({ label, name, value, onValue }: DateFilterProps) => {
  const id = useId()
  return (
    <span class="audit__date">
      <label for={id}>{label}</label>
      <input
        type="date"
        id={id}
        name={name}
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    </span>
  )
}
