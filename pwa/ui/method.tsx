import type { ComponentType } from 'preact'
import type { Method } from '../../schema/api/factor.ts'
import { CodeField } from './code-field.tsx'
import type { InputProps } from './field.tsx'
import { KeyIcon, PhoneIcon, ShieldIcon } from './icons.tsx'
import { RecoveryField } from './recovery-field.tsx'
import { TypedCodeField } from './typed-code-field.tsx'

export type ProofFieldProps = Pick<
  InputProps,
  'name' | 'value' | 'onValue' | 'error' | 'initialFocus' | 'hint'
>

type MethodLook = {
  /** What people call it. */
  name: string
  Icon: ComponentType<{ size?: number }>
  /** The step that asks for it, and what to do there. */
  title: string
  lead: string
  /** The way here from another method. */
  use: string
  /** Stands at the field where no lead stands above. */
  hint?: string
  Field: ComponentType<ProofFieldProps>
  /** Whether a browser may be trusted along with it: never where one's own device is out of reach. */
  trusts: boolean
}

/** Each kind of factor as every screen shows it: a new kind is a line here. */
export const methodLooks: Record<Method, MethodLook> = {
  totp: {
    name: 'Authenticator app',
    Icon: PhoneIcon,
    title: 'Enter your code',
    lead: 'Open your authenticator app and enter the code it shows.',
    use: 'Use your authenticator app',
    hint: 'From your authenticator app.',
    Field: (props) => <CodeField {...props} label="Code" />,
    trusts: true,
  },
  recovery: {
    name: 'Recovery code',
    Icon: KeyIcon,
    title: 'Use a recovery code',
    lead: 'For when your authenticator is out of reach.',
    use: 'Use a recovery code',
    Field: RecoveryField,
    trusts: false,
  },
  pass: {
    name: 'Temporary pass',
    Icon: ShieldIcon,
    title: 'Use a temporary pass',
    lead: 'Your help desk can give you one. It lets you in once, in place of your second factor.',
    use: 'Use a temporary pass',
    Field: (props) => (
      <TypedCodeField
        {...props}
        label="Temporary pass"
        hint="16 letters and digits, in groups of four."
      />
    ),
    trusts: false,
  },
}

/** Its name inside a sentence. */
export const spokenName = (method: Method): string => methodLooks[method].name.toLowerCase()
