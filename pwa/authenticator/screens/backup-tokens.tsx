import { useModel } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { splitBackup } from '../../../schema/backup/qr.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { datedName, saveFile } from '../../ui/save-file.ts'
import { Title } from '../../ui/title.tsx'
import { isTabOfItsOwn } from '../device/install.ts'
import { BackupModel } from '../state/backup.ts'
import { language, words } from '../state/language.ts'
import { LockModel } from '../state/lock.ts'
import type { Models } from '../state/models.ts'
import type { PreferencesModel } from '../state/preferences.ts'
import { linkTo } from '../state/route.ts'
import type { VaultModel } from '../state/vault.ts'
import { OtherApps } from './other-apps.tsx'
import { PassphraseForm } from './passphrase-form.tsx'
import { QrSeries } from './qr-series.tsx'
import { Shell } from './shell.tsx'

/** When it was last done, and what has come since: a backup is worth what is in it. */
const Status = ({ vault, preferences }: Pick<Models, 'vault' | 'preferences'>) => {
  const say = words('backup')
  const last = preferences.values.value.backup
  if (!last) return <Notice kind="warning" live={false} title={say.never} />
  const since = vault.tokens.value.filter(({ createdAt }) => createdAt > last.at).length
  const day = new Date(last.at).toLocaleDateString(language(), { dateStyle: 'long' })
  return (
    <Notice kind={since > 0 ? 'warning' : 'info'} live={false}>
      <p>
        {say.last(day, last.tokens)} {since > 0 ? say.since(since) : say.nothingSince}
      </p>
    </Notice>
  )
}

type MadeProps = { model: BackupModel; text: string; tokens: number; bound: number }

const Made = ({ model, text, tokens, bound }: MadeProps) => {
  const say = words('backup')
  const [codes, setCodes] = useState<string[] | null | undefined>(undefined)
  const problem = model.problem.value
  return (
    <div class="stack">
      <Title lead={say.madeLead(tokens)}>{say.madeTitle}</Title>
      {bound > 0 && <p class="muted">{say.bound(bound)}</p>}
      <CopyButton text={text} label={say.copy} small={false} />
      <Button onClick={() => saveText(`${text}\n`)}>{say.file}</Button>
      <Button onClick={() => setCodes(splitBackup(text))}>{say.codes}</Button>
      {codes === null && <Notice kind="info">{say.tooManyCodes}</Notice>}
      {codes && <QrSeries texts={codes} />}
      <section class="card stack">
        <h2>{say.checkTitle}</h2>
        <p class="muted">{say.checkLead}</p>
        <PassphraseForm
          label={say.passphrase}
          action={say.check}
          error={problem ? say[problem] : undefined}
          busy={model.busy.value}
          onPassphrase={(passphrase) => void model.check(passphrase)}
        />
      </section>
    </div>
  )
}

const saveText = (text: string): void =>
  saveFile(datedName('latchkey-backup', 'txt'), new Blob([text], { type: 'text/plain' }))

const Begin = ({ model, vault, preferences }: { model: BackupModel } & Part) => {
  const say = words('backup')
  const problem = model.problem.value
  if (vault.tokens.value.length === 0) return <Title lead={say.nothing}>{say.title}</Title>
  return (
    <div class="stack">
      <Title lead={say.lead}>{say.title}</Title>
      <Status vault={vault} preferences={preferences} />
      {isTabOfItsOwn() && <Notice kind="info" live={false} title={say.carry} />}
      <PassphraseForm
        label={say.passphrase}
        hint={say.passphraseHint}
        tooShort={say.passphraseShort}
        action={say.make}
        error={problem ? say[problem] : undefined}
        busy={model.busy.value}
        onPassphrase={(passphrase) => void model.make(passphrase)}
      />
      <OtherApps vault={vault} />
    </div>
  )
}

type Part = { vault: VaultModel; preferences: PreferencesModel }

const Steps = ({ vault, preferences }: Part) => {
  const model = useModel(() => new BackupModel(vault, preferences))
  const say = words('backup')
  const step = model.step.value
  switch (step.kind) {
    case 'begin':
      return <Begin model={model} vault={vault} preferences={preferences} />
    case 'made':
      return <Made model={model} {...step} />
    case 'checked':
      return (
        <div class="stack">
          <Title>{say.savedTitle}</Title>
          <Notice kind="success">{say.savedText(step.tokens)}</Notice>
          <ButtonLink kind="primary" wide href={linkTo({ screen: 'tokens' })}>
            {say.done}
          </ButtonLink>
        </div>
      )
  }
}

/** Whoever finds the app open must not carry its secrets away: a lock is asked for once more. */
const Gate = ({ vault, preferences }: Part) => {
  const lock = useModel(() => new LockModel(vault))
  const [isOpen, setOpen] = useState(false)
  const say = words('backup')
  const refusal = lock.refusal.value
  useEffect(() => void lock.read(), [lock])
  if (!lock.isRead.value) return null
  if (isOpen || !lock.ways.value.passphrase)
    return <Steps vault={vault} preferences={preferences} />
  return (
    <>
      <Title lead={say.unlockFirst}>{say.title}</Title>
      <PassphraseForm
        label={say.passphrase}
        action={words('lock').unlock}
        error={refusal ? words('lock').refusal(refusal) : undefined}
        busy={lock.busy.value}
        onPassphrase={(passphrase) =>
          void lock.prove({ kind: 'passphrase', passphrase }).then(setOpen)
        }
      />
    </>
  )
}

/** Tokens carried out of this device. */
export const BackupTokens = ({ vault, preferences }: Part) => (
  <Shell back={linkTo({ screen: 'settings' })}>
    <Gate vault={vault} preferences={preferences} />
  </Shell>
)
