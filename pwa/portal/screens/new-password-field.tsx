import { PasswordField } from '../../ui/password-field.tsx'

type NewPasswordProps = {
  name: string
  value: string
  onValue: (value: string) => void
  error: string | undefined
}

/** A password that begins here, with what makes a good one. */
export const NewPasswordField = (props: NewPasswordProps) => (
  <PasswordField
    {...props}
    label="New password"
    autoComplete="new-password"
    hint="At least 8 characters. A few random words make a good one."
  />
)
