import { TextField, type FieldProps } from './field.tsx'

type TypedCodeProps = FieldProps & {
  value: string
  onValue: (value: string) => void
  initialFocus?: boolean | undefined
}

/** A code of letters that came on paper or over the phone. Spaces, dashes and case do not matter. */
export const TypedCodeField = ({ initialFocus = false, ...props }: TypedCodeProps) => (
  <TextField
    {...props}
    initialFocus={initialFocus}
    look="input--recovery"
    autoComplete="off"
    autoCapitalize="characters"
    spellcheck={false}
    maxLength={64}
  />
)
