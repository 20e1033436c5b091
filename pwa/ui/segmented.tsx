import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import './segmented.css'

type SegmentedProps<Value extends string> = {
  label: ComponentChildren
  name: string
  hint?: ComponentChildren
  value: Value
  options: readonly { value: Value; label: string }[]
  disabled?: boolean
  onValue: (value: Value) => void
}

/** One of two or three choices, all in sight. Words at one side, the choice at the other. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, hint, ...choice } = props
  const id = useId()
  return (
    <div
      class="segmented-field"
      role="radiogroup"
      aria-labelledby={id}
      aria-describedby={hint ? `${id}-hint` : undefined}
    >
      <div class="segmented-field__words">
        <p class="segmented-field__label" id={id}>
          {label}
        </p>
        {hint && (
          <p class="segmented-field__hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <Segments {...choice} />
    </div>
  )
}

type SegmentsProps<Value extends string> = Omit<SegmentedProps<Value>, 'label' | 'hint'>

/** The choice alone, where its words stand elsewhere. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { name, value, options, disabled = false, onValue } = props
  return (
    <div class="segmented">
      {options.map((option) => (
        <label key={option.value} class="segmented__option">
          <input
            type="radio"
            class="visually-hidden"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={disabled}
            onChange={() => onValue(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}
