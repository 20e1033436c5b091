import { useId } from 'preact/hooks'
import { described, FieldFrame, type FieldProps } from './field.tsx'

type TextAreaProps = FieldProps & { value: string; rows?: number; onValue: (value: string) => void }

/** Text of several lines, taken as it is. */
export const TextArea = ({ value, rows = 4, onValue, ...props }: TextAreaProps) => {
  const id = useId()
  const { label, name, hint, error } = props
  return (
    <FieldFrame {...{ id, label, name, hint }} error={error}>
      <textarea
        {...described(id, { hint, error })}
        id={id}
        name={name}
        class="input"
        rows={rows}
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </FieldFrame>
  )
}
