import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { datedName, saveFile } from '../../ui/save-file.ts'
import { words } from '../state/language.ts'
import type { VaultModel } from '../state/vault.ts'
import { PassphraseForm } from './passphrase-form.tsx'
import { QrSeries } from './qr-series.tsx'

const formats = () => Promise.all([import('../formats/export.ts'), import('../formats/google.ts')])

const save = (stem: string, extension: string, text: string): void =>
  saveFile(datedName(stem, extension), new Blob([text], { type: 'text/plain' }))

/** Codes that Google Authenticator scans, and how many tokens it could not hold. */
const googleCodes = async (vault: VaultModel) => {
  const [, { isForGoogle, toGoogle }] = await formats()
  const { tokens } = await vault.reveal()
  const id = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  return {
    texts: toGoogle(tokens, id >>> 1),
    left: tokens.filter((one) => !isForGoogle(one)).length,
  }
}

const Google = ({ vault }: { vault: VaultModel }) => {
  const say = words('backup')
  const [codes, setCodes] = useState<Awaited<ReturnType<typeof googleCodes>> | null>(null)
  return (
    <>
      <Button wide onClick={() => void googleCodes(vault).then(setCodes)}>
        {say.google}
      </Button>
      {codes && codes.left > 0 && <p class="muted">{say.googleLeft(codes.left)}</p>}
      {codes && codes.texts.length > 0 && <QrSeries texts={codes.texts} />}
    </>
  )
}

const Plain = ({ vault }: { vault: VaultModel }) => {
  const say = words('backup')
  const [asking, setAsking] = useState(false)
  const saveList = async (): Promise<void> => {
    setAsking(false)
    const [[{ toUriList }], { tokens }] = await Promise.all([formats(), vault.reveal()])
    save('otpauth', 'txt', toUriList(tokens))
  }
  return (
    <>
      <Button kind="danger-quiet" wide onClick={() => setAsking(true)}>
        {say.plain}
      </Button>
      {asking && (
        <ConfirmDialog
          title={say.plainTitle}
          action={say.plainAction}
          onConfirm={() => void saveList()}
          onClose={() => setAsking(false)}
        >
          <p>{say.plainText}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

/** The same tokens for another app. */
export const OtherApps = ({ vault }: { vault: VaultModel }) => {
  const say = words('backup')
  const [busy, setBusy] = useState(false)
  const saveAegis = async (passphrase: string): Promise<void> => {
    setBusy(true)
    const [[{ toAegis }], { tokens }] = await Promise.all([formats(), vault.reveal()])
    save('aegis', 'json', await toAegis(tokens, passphrase))
    setBusy(false)
  }
  return (
    <details class="import-list">
      <summary>{say.otherTitle}</summary>
      <div class="stack">
        <p class="muted">{say.otherLead}</p>
        <PassphraseForm
          label={say.passphrase}
          hint={say.aegisHint}
          tooShort={say.passphraseShort}
          action={say.aegis}
          kind="secondary"
          busy={busy}
          onPassphrase={(passphrase) => void saveAegis(passphrase)}
        />
        <Google vault={vault} />
        <Plain vault={vault} />
      </div>
    </details>
  )
}
