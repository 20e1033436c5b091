import { useId, useState } from 'preact/hooks'
import { described, FieldFrame, type FieldProps } from './field.tsx'
import { EyeIcon, EyeOffIcon } from './icons.tsx'

type PasswordProps = FieldProps & {
  value: string
  onValue: (value: string) => void
  autoComplete: 'current-password' | 'new-password' | 'off'
  initialFocus?: boolean
  /** Starts readable: for a password that is to be read to somebody. */
  shown?: boolean
}

/** A password, with a button that shows it. Pasting is welcome: password managers live from it. */
export const PasswordField = ({ value, onValue, autoComplete, ...props }: PasswordProps) => {
  const id = useId()
  const [shown, setShown] = useState(props.shown ?? false)
  const { label, name, hint, error } = props
  return (
    <FieldFrame {...{ id, label, name, hint }} error={error}>
      <input
        id={id}
        name={name}
        {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
        class="input input--reveal"
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellcheck={false}
        value={value}
        {...described(id, { hint, error })}
        {...(props.initialFocus ? { 'data-autofocus': '' } : {})}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <button
        type="button"
        class="field__reveal"
        aria-label={`Show ${label.toLowerCase()}`}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOffIcon /> : <EyeIcon />}
      </button>
    </FieldFrame>
  )
}
