import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'

type PassphraseFormProps = {
  label: string
  hint?: string
  action: string
  /** A passphrase that is being chosen has a least length, and this is said of a shorter one. */
  tooShort?: string
  /** What was refused last. */
  error?: string | undefined
  busy: boolean
  kind?: 'primary' | 'secondary'
  onPassphrase: (passphrase: string) => void
  children?: ComponentChildren
}

/** Fewer characters are guessed in an afternoon, however slow the hash. */
const least = 10

/** One passphrase and one button. */
export const PassphraseForm = (props: PassphraseFormProps) => {
  const { label, hint, action, tooShort, error, busy, kind = 'primary', onPassphrase } = props
  const [passphrase, setPassphrase] = useState('')
  const [short, setShort] = useState<{ text: string } | null>(null)
  const submit = (): void => {
    const isShort = tooShort !== undefined && [...passphrase].length < least
    setShort(isShort ? { text: tooShort } : null)
    if (!isShort) onPassphrase(passphrase)
  }
  return (
    <Form onSubmit={submit} error={short ?? error ?? null} errorField="passphrase">
      <PasswordField
        label={label}
        name="passphrase"
        {...(hint && { hint })}
        autoComplete={tooShort === undefined ? 'current-password' : 'new-password'}
        value={passphrase}
        onValue={setPassphrase}
        error={short?.text ?? error}
        initialFocus
      />
      {props.children}
      <Button kind={kind} type="submit" wide busy={busy} disabled={passphrase === ''}>
        {action}
      </Button>
    </Form>
  )
}
