import { TextField } from '../../ui/field.tsx'
import { words } from '../state/language.ts'

type GroupFieldProps = {
  /** As typed, with commas. */
  value: string
  /** Groups of other tokens, for a tap instead of typing. */
  known: readonly string[]
  error: string | undefined
  onValue: (value: string) => void
}

const namesIn = (value: string): string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

/** The groups of one token. */
export const GroupField = ({ value, known, error, onValue }: GroupFieldProps) => {
  const t = words('token')
  const chosen = namesIn(value)
  const toggle = (name: string): void => {
    const others = chosen.filter((one) => one !== name)
    onValue((others.length < chosen.length ? others : [...chosen, name]).join(', '))
  }
  return (
    <div class="stack group-field">
      <TextField
        label={t.groups}
        name="groups"
        hint={t.groupsHint}
        optional
        error={error}
        value={value}
        onValue={onValue}
      />
      {known.length > 0 && (
        <div class="chips chips--wrapped" role="group" aria-label={t.groups}>
          {known.map((name) => (
            <button
              key={name}
              type="button"
              class="chip"
              aria-pressed={chosen.includes(name)}
              onClick={() => toggle(name)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
