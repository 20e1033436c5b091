import { useEffect, useRef } from 'preact/hooks'
import { SearchIcon } from '../../ui/icons.tsx'
import { words } from '../state/language.ts'
import { group, query } from '../state/search.ts'

type SearchProps = {
  groups: readonly string[]
  /** Takes the first match: what a tap on it does. */
  onEnter: () => void
  /** Down into the list. */
  onDown: () => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, dialog *')

/** `/` leads here from anywhere in the list. */
const useSlash = (focus: () => void): void => {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || isTyping(event.target)) return
      event.preventDefault()
      focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** One line to find a token, and the groups to look in. */
export const Search = ({ groups, onEnter, onDown }: SearchProps) => {
  const input = useRef<HTMLInputElement>(null)
  useSlash(() => input.current?.focus())
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onEnter()
    else if (event.key === 'ArrowDown') onDown()
    else if (event.key === 'Escape') query.value = ''
    else return
    event.preventDefault()
  }
  return (
    <search class="token-search">
      <div class="token-search__line">
        <SearchIcon size={18} />
        <input
          ref={input}
          type="search"
          class="input"
          aria-label={words('list').searchHint}
          placeholder={words('list').search}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          enterkeyhint="go"
          aria-keyshortcuts="/"
          value={query.value}
          onInput={({ currentTarget }) => (query.value = currentTarget.value)}
          onKeyDown={keys}
        />
      </div>
      {groups.length > 0 && <Groups groups={groups} />}
    </search>
  )
}

const Groups = ({ groups }: { groups: readonly string[] }) => (
  <div class="chips" role="group" aria-label={words('list').groups}>
    {[null, ...groups].map((name) => (
      <button
        key={name ?? ''}
        type="button"
        class="chip"
        aria-pressed={group.value === name}
        onClick={() => (group.value = name)}
      >
        {name ?? words('list').allGroups}
      </button>
    ))}
  </div>
)
