import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { KeyIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Title } from '../../ui/title.tsx'
import { LockModel } from '../state/lock.ts'
import type { VaultModel } from '../state/vault.ts'
import type { LockRefusal } from '../storage/locks.ts'
import { Shell } from './shell.tsx'

const sentences: Record<LockRefusal, string> = {
  wrong: 'This does not open it. Nothing was changed.',
  changed: 'The lock was changed in another tab. Try again.',
  failed: 'That did not work. This device may be short of memory. Try again.',
  cancelled: 'The passkey was not used. Try again, or use the passphrase.',
  unsupported: 'This browser knows no passkeys. Use the passphrase.',
  'no-prf': 'This passkey cannot open the lock here. Use the passphrase.',
  unstable: 'This passkey cannot open the lock here. Use the passphrase.',
}

/** The vault is locked: no code, and no name, before it opens. */
export const Unlock = ({ vault }: { vault: VaultModel }) => {
  const lock = useModel(() => new LockModel(vault))
  const [passphrase, setPassphrase] = useState('')
  const busy = lock.busy.value
  const refusal = lock.refusal.value
  useEffect(() => void lock.read(), [lock])
  return (
    <Shell>
      <Form onSubmit={() => void lock.unlock({ kind: 'passphrase', passphrase })}>
        <Title lead="Your tokens are locked on this device.">Unlock</Title>
        {refusal && <Notice kind="error">{sentences[refusal]}</Notice>}
        {lock.ways.value.passkeys.length > 0 && (
          <Button wide disabled={busy} onClick={() => void lock.unlock({ kind: 'passkey' })}>
            <KeyIcon size={18} />
            Unlock with a passkey
          </Button>
        )}
        <PasswordField
          label="Passphrase"
          name="passphrase"
          autoComplete="current-password"
          value={passphrase}
          onValue={setPassphrase}
          initialFocus
        />
        <Button kind="primary" type="submit" wide busy={busy} disabled={passphrase === ''}>
          Unlock
        </Button>
      </Form>
    </Shell>
  )
}
