import type { ComponentType } from 'preact'
import type { CodeMethod, Method } from '../../schema/api/factor.ts'
import { CodeField } from './code-field.tsx'
import type { InputProps } from './field.tsx'
import { FobIcon, KeyIcon, PasskeyIcon, PhoneIcon, ShieldIcon } from './icons.tsx'
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
  /** What it takes, for who chooses what to set up. */
  setUp?: string
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
    setUp: 'An app on your phone shows a code that you type.',
    trusts: true,
  },
  device: {
    name: 'Latchkey authenticator',
    Icon: PhoneIcon,
    title: 'Enter your code',
    lead: 'Open the Latchkey authenticator on your device and enter the code it shows.',
    use: 'Use your Latchkey authenticator',
    setUp: 'Our own app on your phone, registered as yours.',
    trusts: true,
  },
  passkey: {
    name: 'Passkey',
    Icon: PasskeyIcon,
    title: 'Use your passkey',
    lead: 'Your device asks for your fingerprint, your face or its screen lock, or you touch your security key.',
    use: 'Use your passkey',
    setUp: 'Your fingerprint, face, screen lock or security key. Nothing to type.',
    trusts: true,
  },
  hardware: {
    name: 'Hardware token',
    Icon: FobIcon,
    title: 'Enter your token’s code',
    lead: 'Enter the code on the display of your hardware token. If the display is blank, press its button.',
    use: 'Use your hardware token',
    setUp: 'A small device from your organization shows a code that you type.',
    trusts: true,
  },
  recovery: {
    name: 'Recovery code',
    Icon: KeyIcon,
    title: 'Use a recovery code',
    lead: 'For when your second factor is out of reach.',
    use: 'Use a recovery code',
    trusts: false,
  },
  pass: {
    name: 'Temporary pass',
    Icon: ShieldIcon,
    title: 'Use a temporary pass',
    lead: 'Your help desk can give you one. It lets you in once, in place of your second factor.',
    use: 'Use a temporary pass',
    trusts: false,
  },
}

type CodeLook = {
  /** Stands at the field where no lead stands above. */
  hint?: string
  /** Whether two codes in a row say more than one, about a clock that is off. */
  inARow?: true
  Field: ComponentType<ProofFieldProps>
}

/** What is typed, and into what. */
export const codeLooks: Record<CodeMethod, CodeLook> = {
  totp: {
    hint: 'From your authenticator app.',
    Field: (props) => <CodeField {...props} label="Code" />,
  },
  device: {
    hint: 'From your Latchkey authenticator.',
    Field: (props) => <CodeField {...props} label="Code" />,
  },
  hardware: {
    hint: 'From the display of your hardware token.',
    inARow: true,
    Field: (props) => <CodeField {...props} label="Code" />,
  },
  recovery: { Field: RecoveryField },
  pass: {
    Field: (props) => (
      <TypedCodeField
        {...props}
        label="Temporary pass"
        hint="16 letters and digits, in groups of four."
      />
    ),
  },
}

/** Its name inside a sentence. */
export const spokenName = (method: Method): string => methodLooks[method].name.toLowerCase()
