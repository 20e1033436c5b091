import { TextField, type FieldProps } from './field.tsx'

type CodeProps = FieldProps & {
  value: string
  onValue: (value: string) => void
  initialFocus?: boolean
}

/**
 * A one-time code: one input, not six, so that pasting, screen readers and the keyboards' own
 * suggestions work. Anything but digits is dropped (codes are pasted as "123 456").
 */
export const CodeField = ({ onValue, ...props }: CodeProps) => (
  <TextField
    {...props}
    look="input--code"
    inputMode="numeric"
    autoComplete="one-time-code"
    spellcheck={false}
    maxLength={11}
    onValue={(text) => onValue(text.replace(/\D/g, '').slice(0, 8))}
  />
)
