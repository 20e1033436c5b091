import { useEffect, useRef, useState } from 'preact/hooks'
import { type ApiScope, apiScopes } from '../../../schema/api/validate.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { ApplicationModel } from '../state/application.ts'
import type { PartProps } from './application-page.tsx'
import { keyWords } from './keys-section.tsx'
import { scopeTexts } from './texts.ts'

const lives = [
  { value: '', label: 'Until it is deleted' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '730', label: '2 years' },
]

/** Makes a key, and shows it this once. */
export const KeyDialog = ({ model, app }: PartProps) => {
  const made = model.made.value
  const words = keyWords(app)
  const close = () => model.ask(null)
  return (
    <Dialog wide={made !== null} title={`New ${words?.one ?? 'key'}`} onClose={close}>
      {made ? (
        <Shown secret={made.secret} onDone={close} />
      ) : (
        <KeyForm model={model} isApi={app.kind === 'api'} onClose={close} />
      )}
    </Dialog>
  )
}

type KeyFormProps = { model: ApplicationModel; isApi: boolean; onClose: () => void }

const KeyForm = ({ model, isApi, onClose }: KeyFormProps) => {
  const [name, setName] = useState('')
  const [life, setLife] = useState('')
  const [scopes, setScopes] = useState<ApiScope[]>(isApi ? ['validate'] : [])
  const { busy, fault, forget } = model.change
  const off = isApi && scopes.length === 0
  const expiresInDays = life === '' ? null : Number(life)
  return (
    <Form
      error={fault.value}
      onSubmit={() => off || void model.makeKey({ name: name.trim(), scopes, expiresInDays })}
    >
      <FaultNotice fault={fault.value} onOver={forget} />
      <TextField
        label="Name"
        name="name"
        optional
        hint="To tell it from the next one, like “Server 2”."
        autoComplete="off"
        maxLength={100}
        value={name}
        initialFocus
        onValue={setName}
      />
      <SelectField label="Valid" name="life" value={life} options={lives} onValue={setLife} />
      {isApi &&
        apiScopes.map((scope) => (
          <Checkbox
            key={scope}
            name={scope}
            label={scopeTexts[scope].label}
            hint={scopeTexts[scope].hint}
            checked={scopes.includes(scope)}
            onChecked={(on) =>
              setScopes(apiScopes.filter((one) => (one === scope ? on : scopes.includes(one))))
            }
          />
        ))}
      <div class="dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" kind="primary" busy={busy.value !== null} disabled={off}>
          Make it
        </Button>
      </div>
    </Form>
  )
}

/** The focus was on the button that made it: now it is on what was made. */
const Shown = ({ secret, onDone }: { secret: string; onDone: () => void }) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} class="stack key-made">
      <Notice kind="warning" live={false}>
        <p>Copy it now: it is shown only this once. We keep nothing that it could be read from.</p>
      </Notice>
      <p class="key-made__secret">
        <code>{secret}</code>
        <CopyButton text={secret} label="Copy" />
      </p>
      <div class="dialog__actions">
        <Button kind="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
