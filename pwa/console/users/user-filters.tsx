import { roles } from '../../../schema/policy.ts'
import type { UserSort } from '../../../schema/api/user.ts'
import { TextButton } from '../../ui/button.tsx'
import { FilterSelect } from '../../ui/filter-select.tsx'
import type { UsersModel } from '../state/users.ts'
import { roleNames } from './roles.ts'

const roleOptions = [
  { value: '', label: 'Any role' },
  ...roles.map((value) => ({ value, label: roleNames[value] })),
]
const factorOptions = [
  { value: '', label: 'Any second factor' },
  { value: 'on', label: 'Second factor on' },
  { value: 'off', label: 'Second factor off' },
]
const statusOptions = [
  { value: '', label: 'Any status' },
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
  { value: 'locked', label: 'Locked' },
]
const sorts: Record<UserSort, string> = {
  username: 'By username',
  '-created': 'Newest first',
  created: 'Oldest first',
  '-signed-in': 'Last sign-in first',
  'signed-in': 'Longest away first',
}
const sortOptions = Object.entries(sorts).map(([value, label]) => ({ value, label }))

const queryOfStatus = (status: string) => ({
  disabled: status === 'active' ? 'false' : status === 'disabled' ? 'true' : null,
  locked: status === 'locked' ? 'true' : null,
})

/** What narrows the list down, and what orders it. Each choice is a step that Back undoes. */
export const UserFilters = ({ model: { filters, groups, clear } }: { model: UsersModel }) => {
  const {
    search,
    role = '',
    factor = '',
    disabled,
    locked,
    group = '',
    sort,
  } = filters.values.value
  const set = (change: Parameters<typeof filters.set>[0]) => filters.set(change, { push: true })
  const status = locked ? 'locked' : disabled ? { true: 'disabled', false: 'active' }[disabled] : ''
  const known = groups.state.value.kind === 'ready' ? groups.state.value.value : []
  const groupOptions = [
    { value: '', label: 'Any group' },
    ...known.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div class="filters" role="group" aria-label="Filters">
      <FilterSelect
        label="Role"
        name="role"
        options={roleOptions}
        value={role}
        onValue={(value) => set({ role: value })}
      />
      <FilterSelect
        label="Second factor"
        name="factor"
        options={factorOptions}
        value={factor}
        onValue={(value) => set({ factor: value })}
      />
      <FilterSelect
        label="Status"
        name="status"
        options={statusOptions}
        value={status}
        onValue={(value) => set(queryOfStatus(value))}
      />
      {groupOptions.length > 1 && (
        <FilterSelect
          label="Group"
          name="group"
          options={groupOptions}
          value={group}
          onValue={(value) => set({ group: value })}
        />
      )}
      <FilterSelect
        label="Order"
        name="sort"
        options={sortOptions}
        value={sort ?? 'username'}
        // The Worker orders these by what was found and by when the lock ends.
        disabled={search !== undefined || locked !== undefined}
        onValue={(value) => set({ sort: value === 'username' ? null : value })}
      />
      {filters.any.value && <TextButton onClick={clear}>Clear</TextButton>}
    </div>
  )
}
