import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { LockIcon, PasskeyIcon, TrashIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Title } from '../../ui/title.tsx'
import { language, words } from '../state/language.ts'
import { LockModel } from '../state/lock.ts'
import type { Models } from '../state/models.ts'
import { go, linkTo } from '../state/route.ts'
import { Shell } from './shell.tsx'

/** Fewer characters are guessed in an afternoon, however slow the hash. */
const least = 10

type Typed = { current: string; next: string; repeat: string }
const nothing: Typed = { current: '', next: '', repeat: '' }

/** Sets the passphrase, or another one; the present one vouches for it. */
const SetPassphrase = ({ lock, isOn }: { lock: LockModel; isOn: boolean }) => {
  const say = words('lock')
  const [typed, setTyped] = useState(nothing)
  const [wrong, setWrong] = useState<{ field: keyof Typed; text: string } | null>(null)
  const field = (name: keyof Typed) => ({
    name,
    value: typed[name],
    onValue: (text: string) => setTyped({ ...typed, [name]: text }),
    error: wrong?.field === name ? wrong.text : undefined,
  })
  const submit = async (): Promise<void> => {
    setWrong(null)
    if ([...typed.next].length < least) return setWrong({ field: 'next', text: say.short })
    if (typed.next !== typed.repeat) return setWrong({ field: 'repeat', text: say.different })
    const proof = isOn
      ? ({ kind: 'passphrase', passphrase: typed.current } as const)
      : ({ kind: 'device' } as const)
    if (!(await lock.setPassphrase(proof, typed.next))) return
    setTyped(nothing)
    toast(isOn ? say.changed : say.setDone)
  }
  return (
    <Form onSubmit={() => void submit()} error={wrong ?? lock.refusal.value} errorField="current">
      {isOn && (
        <PasswordField {...field('current')} label={say.current} autoComplete="current-password" />
      )}
      <PasswordField
        {...field('next')}
        label={say.newPassphrase}
        hint={say.newHint}
        autoComplete="new-password"
      />
      <PasswordField {...field('repeat')} label={say.repeat} autoComplete="new-password" />
      <Button
        kind={isOn ? 'secondary' : 'primary'}
        type="submit"
        wide
        busy={lock.busy.value}
        disabled={typed.next === '' || (isOn && typed.current === '')}
      >
        {isOn ? say.change : say.set}
      </Button>
    </Form>
  )
}

/** A passkey in place of typing. Adding one is vouched for by the passphrase. */
const Passkeys = ({ lock }: { lock: LockModel }) => {
  const say = words('lock')
  const [passphrase, setPassphrase] = useState('')
  const { passkeys } = lock.ways.value
  const dayOf = (at: number) => new Date(at).toLocaleDateString(language(), { dateStyle: 'long' })
  const add = async (): Promise<void> => {
    const name = say.passkeyName
    if (!(await lock.addPasskey({ kind: 'passphrase', passphrase }, name))) return
    setPassphrase('')
    toast(say.passkeyAdded)
  }
  const remove = async (id: string): Promise<void> => {
    if (await lock.removePasskey(id)) toast(say.passkeyRemoved)
  }
  return (
    <section class="card stack">
      <h2>{say.passkeys}</h2>
      <p class="muted">{say.passkeysLead}</p>
      {passkeys.map(({ id, createdAt }) => (
        <Button key={id} kind="quiet" onClick={() => void remove(id)}>
          <TrashIcon size={18} />
          {say.removePasskey(dayOf(createdAt))}
        </Button>
      ))}
      <Form onSubmit={() => void add()}>
        <PasswordField
          label={say.current}
          name="vouching"
          autoComplete="current-password"
          value={passphrase}
          onValue={setPassphrase}
        />
        <Button type="submit" wide disabled={passphrase === '' || lock.busy.value}>
          <PasskeyIcon size={18} />
          {say.addPasskey}
        </Button>
      </Form>
    </section>
  )
}

const TurnOff = ({ lock }: { lock: LockModel }) => {
  const say = words('lock')
  const [asking, setAsking] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const turnOff = async (): Promise<void> => {
    setAsking(false)
    if (await lock.remove({ kind: 'passphrase', passphrase })) toast(say.offDone)
    setPassphrase('')
  }
  return (
    <>
      <Button kind="danger-quiet" wide onClick={() => setAsking(true)}>
        {say.off}
      </Button>
      {asking && (
        <ConfirmDialog
          title={say.offTitle}
          action={say.off}
          onConfirm={() => void turnOff()}
          onClose={() => setAsking(false)}
        >
          <p>{say.offText}</p>
          <PasswordField
            label={say.current}
            name="off"
            autoComplete="current-password"
            value={passphrase}
            onValue={setPassphrase}
          />
        </ConfirmDialog>
      )}
    </>
  )
}

const NotYet = ({ hasBackup }: { hasBackup: boolean }) => {
  const say = words('lock')
  return (
    <Notice kind="warning" live={false} title={say.none}>
      <p>{say.backupFirst}</p>
      {!hasBackup && <ButtonLink href={linkTo({ screen: 'backup' })}>{say.backupLink}</ButtonLink>}
    </Notice>
  )
}

/** The lock of the tokens on this device. */
export const LockTokens = ({ vault, preferences }: Models) => {
  const lock = useModel(() => new LockModel(vault))
  const say = words('lock')
  const refusal = lock.refusal.value
  useEffect(() => void lock.read(), [lock])
  if (!lock.isRead.value) return null
  const isOn = lock.ways.value.passphrase
  const lockNow = (): void => {
    vault.lock()
    go({ screen: 'tokens' }, 'replace')
  }
  return (
    <Shell back={linkTo({ screen: 'settings' })}>
      <div class="stack">
        <Title lead={say.lead}>{say.title}</Title>
        {refusal && (
          <Notice key={refusal} kind="error">
            {say.refusal(refusal)}
          </Notice>
        )}
        {isOn ? (
          <Button kind="primary" wide onClick={lockNow}>
            <LockIcon size={18} />
            {say.lockNow}
          </Button>
        ) : (
          <NotYet hasBackup={preferences.values.value.backup !== null} />
        )}
        <SetPassphrase lock={lock} isOn={isOn} />
        {isOn && <Passkeys lock={lock} />}
        {isOn && <TurnOff lock={lock} />}
      </div>
    </Shell>
  )
}
