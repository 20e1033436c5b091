import { ForwardIcon } from './icons.tsx'
import './filter-select.css'

type FilterSelectProps<Value extends string> = {
  /** For those who do not see what the choices have in common. */
  label: string
  name: string
  /** The first option stands for 'no filter', and says of what: 'Any role'. */
  options: readonly { value: Value; label: string }[]
  value: Value
  disabled?: boolean
  onValue: (value: Value) => void
}

/** One filter over a list, in the platform's own control: quiet while it lets everything through. */
export function FilterSelect<Value extends string>(props: FilterSelectProps<Value>) {
  const { label, name, options, value, disabled = false, onValue } = props
  const choose = (index: number) => {
    const option = options[index]
    if (option) onValue(option.value)
  }
  const active = value !== options[0]?.value
  return (
    <span class={active ? 'filter filter--active' : 'filter'}>
      <select
        aria-label={label}
        name={name}
        class="filter__select"
        value={value}
        disabled={disabled}
        onChange={(event) => choose(event.currentTarget.selectedIndex)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <span class="filter__chevron" aria-hidden="true">
        <ForwardIcon size={14} />
      </span>
    </span>
  )
}
