import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import './checkbox.css'

type CheckboxProps = {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  checked: boolean
  disabled?: boolean
  onChecked: (checked: boolean) => void
}

/** One yes or no, with the words that explain what yes means. */
export const Checkbox = ({ name, label, hint, checked, disabled, onChecked }: CheckboxProps) => {
  const id = useId()
  return (
    <div class="checkbox">
      <input
        type="checkbox"
        id={id}
        name={name}
        class="checkbox__box"
        checked={checked}
        disabled={disabled === true}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <label class="checkbox__label" for={id}>
        {label}
      </label>
      {hint && (
        <p class="checkbox__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
