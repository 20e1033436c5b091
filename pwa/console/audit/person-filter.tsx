import { useModel } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import type { User } from '../../../schema/api/user.ts'
import { CloseIcon, SearchIcon } from '../../ui/icons.tsx'
import { PersonSearchModel } from '../state/person-search.ts'
import '../../ui/field.css'
import './person-filter.css'

type PersonFilterProps = {
  /** Who is chosen, or null. */
  name: string | null
  onPerson: (person: { id: string; username: string } | null) => void
}

/** One person, found by typing: the combobox pattern of the ARIA authoring practices. */
export const PersonFilter = ({ name, onPerson }: PersonFilterProps) => {
  if (name === null) return <PersonSearch onPerson={onPerson} />
  return (
    <span class="person-filter person-filter--chosen">
      <span class="person-filter__name">{name}</span>
      <button
        type="button"
        class="person-filter__clear"
        aria-label={`Show everybody, not only ${name}`}
        onClick={() => onPerson(null)}
      >
        <CloseIcon size={16} />
      </button>
    </span>
  )
}

const PersonSearch = ({ onPerson }: Pick<PersonFilterProps, 'onPerson'>) => {
  const model = useModel(PersonSearchModel)
  const [at, setAt] = useState(0)
  const id = useId()
  const found = model.found.value
  const choose = (user: User | undefined) => {
    if (!user) return
    model.close()
    onPerson({ id: user.id, username: user.username })
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => setAt(Math.min(at + 1, (found?.length ?? 1) - 1)),
    ArrowUp: () => setAt(Math.max(at - 1, 0)),
    Enter: () => choose(found?.[at]),
    Escape: model.close,
  }
  return (
    <span class="person-filter">
      <span class="field__lead">
        <SearchIcon size={16} />
      </span>
      <input
        type="text"
        role="combobox"
        class="person-filter__input"
        aria-label="Person"
        aria-expanded={found !== null}
        aria-controls={found ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={found?.[at] ? `${id}-${at}` : undefined}
        placeholder="Anybody"
        autoComplete="off"
        spellcheck={false}
        value={model.typed.value}
        onInput={(event) => {
          setAt(0)
          model.type(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          const act = keys[event.key]
          if (!act || found === null) return
          event.preventDefault()
          act()
        }}
        onBlur={model.close}
      />
      {found && (
        <div class="person-filter__list">
          <div id={`${id}-list`} role="listbox" aria-label="People">
            {found.map((user, index) => (
              <div
                key={user.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                class="person-filter__option"
                // Before the field loses the focus, which closes the list.
                onMouseDown={(event) => {
                  event.preventDefault()
                  choose(user)
                }}
              >
                {user.username}
                {user.displayName && <span class="muted">{user.displayName}</span>}
              </div>
            ))}
          </div>
          {found.length === 0 && (
            <p class="person-filter__option muted" role="status">
              Nobody found
            </p>
          )}
        </div>
      )}
    </span>
  )
}
