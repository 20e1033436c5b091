import { useState } from 'preact/hooks'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { TrashIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { language, words } from '../state/language.ts'
import { nameOf } from '../state/names.ts'
import { go } from '../state/route.ts'
import type { VaultModel } from '../state/vault.ts'
import type { Token } from '../storage/token.ts'

type RemoveProps = { token: Token; vault: VaultModel }

/** Into the trash, from where it comes back for thirty days. Only a registered token asks first. */
export const RemoveToken = ({ token, vault }: RemoveProps) => {
  const t = words('token')
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState(false)
  const remove = async (): Promise<void> => {
    setAsking(false)
    if ((await vault.trashToken(token.id)) !== 'saved') return setFailed(true)
    go({ screen: 'tokens' })
    const run = (): void => void vault.restore(token.id)
    toast(t.removed, { label: words('common').undo, run })
  }
  return (
    <div class="stack">
      {failed && <Notice kind="error">{t.notRemoved}</Notice>}
      <Button
        kind="danger-quiet"
        wide
        onClick={() => (token.registered ? setAsking(true) : void remove())}
      >
        <TrashIcon size={18} />
        {t.remove}
      </Button>
      <p class="muted small">{t.removeText(nameOf(token))}</p>
      {asking && (
        <ConfirmRegistered
          name={token.registered?.issuer ?? nameOf(token)}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

/** Capitals or not, as the language pairs them: Turkish has two letters i. */
const isSaid = (typed: string, word: string): boolean =>
  typed.trim().localeCompare(word, language(), { sensitivity: 'accent' }) === 0

type ConfirmProps = { name: string; onConfirm: () => void; onClose: () => void }

/** A word to type: without this token its person may not come in any more. */
const ConfirmRegistered = ({ name, onConfirm, onClose }: ConfirmProps) => {
  const t = words('token')
  const [typed, setTyped] = useState('')
  const isMeant = isSaid(typed, t.removeRegisteredWord)
  return (
    <Dialog title={t.removeRegisteredTitle} onClose={onClose}>
      <Form onSubmit={() => isMeant && onConfirm()}>
        <p>{t.removeRegisteredText(name)}</p>
        <TextField
          label={t.removeRegisteredConfirm}
          name="confirm"
          value={typed}
          onValue={setTyped}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
        />
        <div class="dialog__actions">
          <Button onClick={onClose}>{words('common').cancel}</Button>
          <Button kind="danger" type="submit" disabled={!isMeant}>
            {t.removeAction}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
