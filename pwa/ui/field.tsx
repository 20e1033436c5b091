import type { ComponentChildren, InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'
import { AlertIcon, ForwardIcon, SearchIcon } from './icons.tsx'
import { uiWords } from './words.ts'
import './field.css'

/** What every control has: a visible label, and a hint and an error that belong to it by id. */
export type FieldProps = {
  label: string
  /** The form's name for it, and a problem's `field`: focus goes there. */
  name: string
  hint?: ComponentChildren
  error?: string | undefined
  optional?: boolean
}

type FrameProps = FieldProps & { id: string; children: ComponentChildren }

/** Label above, hint below, the error last: nearest to where the eye looks for it. */
export const FieldFrame = ({ id, label, hint, error, optional, children }: FrameProps) => (
  <div class="field">
    <label class="field__label" for={id}>
      {label}
      {optional && <span class="field__optional"> {uiWords.value.optional}</span>}
    </label>
    <div class="field__control">{children}</div>
    {hint && (
      <p class="field__hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {error && (
      <p class="field__error" id={`${id}-error`}>
        <AlertIcon size={16} />
        {error}
      </p>
    )}
  </div>
)

/** The attributes that tie a control to its hint and its error. */
export const described = (id: string, { hint, error }: Pick<FieldProps, 'hint' | 'error'>) => ({
  'aria-invalid': error ? ('true' as const) : undefined,
  'aria-describedby':
    [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined,
})

export type InputProps = FieldProps & {
  value: string
  onValue: (value: string) => void
  /** Extra class of the input. */
  look?: string
  type?: 'text' | 'email' | 'tel' | 'url'
  initialFocus?: boolean
} & Pick<
    InputHTMLAttributes<HTMLInputElement>,
    | 'inputMode'
    | 'autoComplete'
    | 'autoCapitalize'
    | 'spellcheck'
    | 'maxLength'
    | 'placeholder'
    | 'required'
    | 'readOnly'
  >

/** A line of text. `data-autofocus` is what a step's title looks for when the step appears. */
export const TextField = ({ value, onValue, look = '', initialFocus, ...props }: InputProps) => {
  const id = useId()
  const { label, name, hint, error, optional, type = 'text', ...attributes } = props
  // The JSX types know each input type apart and take no union; these four have the same attributes.
  const kind = { type } as { type: 'text' }
  return (
    <FieldFrame {...{ id, label, name, hint }} error={error} optional={optional === true}>
      <input
        {...kind}
        {...attributes}
        {...described(id, { hint, error })}
        {...(initialFocus ? { 'data-autofocus': '' } : {})}
        id={id}
        name={name}
        class={`input ${look}`}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </FieldFrame>
  )
}

type SearchProps = Pick<
  InputProps,
  'label' | 'name' | 'value' | 'onValue' | 'placeholder' | 'initialFocus'
>

/** A search line. Its label is for those who do not see the lens. */
export const SearchField = ({ label, name, value, onValue, ...props }: SearchProps) => (
  <div class="field__control">
    <span class="field__lead">
      <SearchIcon size={18} />
    </span>
    <input
      type="search"
      aria-label={label}
      placeholder={props.placeholder}
      {...(props.initialFocus ? { 'data-autofocus': '' } : {})}
      name={name}
      class="input input--search"
      autoComplete="off"
      spellcheck={false}
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
  </div>
)

type SelectProps<Value extends string> = FieldProps & {
  value: Value
  options: readonly { value: Value; label: string }[]
  onValue: (value: Value) => void
}

/** One of a few choices, in the platform's own control. */
export function SelectField<Value extends string>(props: SelectProps<Value>) {
  const id = useId()
  const { label, name, hint, error, value, options, onValue } = props
  const choose = (index: number) => {
    const option = options[index]
    if (option) onValue(option.value)
  }
  return (
    <FieldFrame {...{ id, label, name, hint }} error={error}>
      <select
        id={id}
        name={name}
        class="input select"
        value={value}
        {...described(id, { hint, error })}
        onChange={(event) => choose(event.currentTarget.selectedIndex)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <span class="field__chevron">
        <ForwardIcon size={16} />
      </span>
    </FieldFrame>
  )
}
