import type { InputProps } from './field.tsx'
import { TypedCodeField } from './typed-code-field.tsx'

type RecoveryProps = Pick<InputProps, 'name' | 'value' | 'onValue' | 'error' | 'initialFocus'>

/** One of the codes that were saved at enrollment. */
export const RecoveryField = (props: RecoveryProps) => (
  <TypedCodeField
    {...props}
    label="Recovery code"
    hint="One of the ten codes that you saved. Each works once."
  />
)
