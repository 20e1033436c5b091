import { useState } from 'preact/hooks'
import { errorAt, type Fault } from '../../state/fault.ts'
import { TextField } from '../../ui/field.tsx'
import { PasswordField } from '../../ui/password-field.tsx'

export type Credentials = { username: string; password: string }

/** The names of these fields, for the notice that leaves their errors to them. */
export const credentialFields = ['username', 'password'] as const

type CredentialFieldsProps = {
  typed: Credentials
  onTyped: (typed: Credentials) => void
  fault: Fault | null
  /** A password that is there already, or the one that begins here. */
  password: 'current-password' | 'new-password'
  hint?: string
  /** Whether the browser may propose passkeys for the username. */
  passkeys?: boolean
}

/** Username and password, as password managers expect them. */
export const CredentialFields = (props: CredentialFieldsProps) => {
  const { typed, onTyped, fault, password, hint, passkeys = false } = props
  // Of whom the username is known, the password is what is missing.
  const [isKnown] = useState(typed.username !== '')
  return (
    <>
      <TextField
        label="Username"
        name="username"
        autoComplete={passkeys ? 'username webauthn' : 'username'}
        autoCapitalize="none"
        spellcheck={false}
        initialFocus={!isKnown}
        value={typed.username}
        onValue={(username) => onTyped({ ...typed, username })}
        error={errorAt(fault, 'username')}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete={password}
        hint={hint}
        initialFocus={isKnown}
        value={typed.password}
        onValue={(text) => onTyped({ ...typed, password: text })}
        error={errorAt(fault, 'password')}
      />
    </>
  )
}
