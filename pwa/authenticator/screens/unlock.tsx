import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { KeyIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Title } from '../../ui/title.tsx'
import { words } from '../state/language.ts'
import { LockModel } from '../state/lock.ts'
import type { VaultModel } from '../state/vault.ts'
import { Shell } from './shell.tsx'

/** The vault is locked: no code, and no name, before it opens. */
export const Unlock = ({ vault }: { vault: VaultModel }) => {
  const lock = useModel(() => new LockModel(vault))
  const [passphrase, setPassphrase] = useState('')
  const say = words('lock')
  const busy = lock.busy.value
  const refusal = lock.refusal.value
  useEffect(() => void lock.read(), [lock])
  return (
    <Shell>
      <Form onSubmit={() => void lock.unlock({ kind: 'passphrase', passphrase })}>
        <Title lead={say.unlockLead}>{say.unlockTitle}</Title>
        {refusal && <Notice kind="error">{say.refusal(refusal)}</Notice>}
        {lock.ways.value.passkeys.length > 0 && (
          <Button wide disabled={busy} onClick={() => void lock.unlock({ kind: 'passkey' })}>
            <KeyIcon size={18} />
            {say.withPasskey}
          </Button>
        )}
        <PasswordField
          label={say.passphrase}
          name="passphrase"
          autoComplete="current-password"
          value={passphrase}
          onValue={setPassphrase}
          initialFocus
        />
        <Button kind="primary" type="submit" wide busy={busy} disabled={passphrase === ''}>
          {say.unlock}
        </Button>
        <details>
          <summary>{say.forgotten}</summary>
          <p class="muted">{say.forgottenText}</p>
        </details>
      </Form>
    </Shell>
  )
}
