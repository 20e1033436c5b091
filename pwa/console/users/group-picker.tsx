import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Group } from '../../../schema/api/group.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { GroupChoicesModel } from '../state/group-choices.ts'
import './group-picker.css'

/** From how many groups on one would rather type than look. */
const many = 8

type GroupPickerProps = {
  /** Ids. */
  chosen: readonly string[]
  onChosen: (ids: readonly string[]) => void
}

/** Any number of groups. That of everybody is not a choice. */
export const GroupPicker = (props: GroupPickerProps) => {
  const { list } = useModel(GroupChoicesModel)
  useEffect(() => void list.load(), [])
  return (
    <Loaded state={list.state.value} onRetry={() => void list.load()}>
      {(groups) =>
        groups.length === 0 ? (
          <p class="muted">
            There are no groups yet. <a href="/console/groups/new">Add a group</a>
          </p>
        ) : (
          <Choices groups={groups} {...props} />
        )
      }
    </Loaded>
  )
}

const Choices = ({ groups, chosen, onChosen }: GroupPickerProps & { groups: Group[] }) => {
  const [search, setSearch] = useState('')
  const sought = search.trim().toLowerCase()
  const shown = groups.filter(({ name }) => name.toLowerCase().includes(sought))
  const toggle = (id: string, on: boolean) =>
    onChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id))
  return (
    <div class="group-picker">
      {groups.length > many && (
        <SearchField
          label="Search groups"
          name="group-search"
          placeholder="Search groups"
          value={search}
          onValue={setSearch}
        />
      )}
      <div class="group-picker__list" role="group" aria-label="Groups">
        {shown.map(({ id, name, description }) => (
          <Checkbox
            key={id}
            name={`group-${id}`}
            label={name}
            hint={description}
            checked={chosen.includes(id)}
            onChecked={(on) => toggle(id, on)}
          />
        ))}
        {chosen
          .filter((id) => !groups.some((group) => group.id === id))
          .map((id) => (
            <Checkbox
              key={id}
              name={`group-${id}`}
              label="A deleted group"
              hint="Nobody is in it any more."
              checked
              onChecked={() => toggle(id, false)}
            />
          ))}
        {shown.length === 0 && <p class="muted">No group is called that.</p>}
      </div>
    </div>
  )
}
