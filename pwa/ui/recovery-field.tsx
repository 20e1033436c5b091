import { TextField, type InputProps } from './field.tsx'

type RecoveryProps = Pick<InputProps, 'name' | 'value' | 'onValue' | 'error' | 'initialFocus'>

/** One of the codes that were saved at enrollment. Spaces and dashes are for reading; case does not matter. */
export const RecoveryField = (props: RecoveryProps) => (
  <TextField
    {...props}
    label="Recovery code"
    hint="One of the ten codes that you saved. Each works once."
    look="input--recovery"
    autoComplete="off"
    autoCapitalize="characters"
    spellcheck={false}
    maxLength={64}
  />
)
