import { useState } from 'preact/hooks'
import type { SettingsPage } from '../../../schema/api/setting.ts'
import type { SettingName } from '../../../schema/policy.ts'
import { toast } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { AlertIcon } from '../../ui/icons.tsx'
import { shapeOf, textOf, valueOf } from '../state/setting-shape.ts'
import type { SettingsModel } from '../state/settings.ts'
import { SettingControl } from './setting-control.tsx'
import { SettingWords } from './setting-words.tsx'
import { settingTexts } from './texts.ts'

type SettingRowProps = {
  model: SettingsModel
  page: SettingsPage
  name: SettingName
  mayWrite: boolean
}

/** One setting: what it means, what it is, and a change of it that is saved by itself. */
export const SettingRow = ({ model, page, name, mayWrite }: SettingRowProps) => {
  const [draft, setDraft] = useState<string | null>(null)
  const [fault, setFault] = useState('')
  const { change } = model.policy
  const shape = shapeOf(name)
  const current = textOf(page.settings[name])
  const dirty = draft !== null && draft !== current
  const touch = (text: string | null) => {
    setDraft(text)
    setFault('')
    if (model.last.value === name) change.forget()
  }
  const save = async (value: unknown) => {
    if (!(await model.save(name, value))) return
    touch(null)
    toast(`${settingTexts[name].name}: saved`)
  }
  const submit = () => {
    const read = valueOf(shape, draft ?? current)
    if ('fault' in read) setFault(read.fault)
    else if (dirty) void save(read.value)
  }
  const busy = change.busy.value === name
  const refused = model.last.value === name ? change.fault.value : null
  return (
    <li class="setting" id={name}>
      <SettingWords page={page} name={name} />
      <Form class="setting__change" onSubmit={submit}>
        <SettingControl
          name={name}
          shape={shape}
          value={draft ?? current}
          fault={fault}
          disabled={!mayWrite}
          onValue={touch}
        />
        {fault && (
          <p class="field__error" role="alert" id={`${name}-fault`}>
            <AlertIcon size={16} />
            {fault}
          </p>
        )}
        {dirty && (
          <div class="setting__actions">
            <Button small onClick={() => touch(null)}>
              Cancel
            </Button>
            <Button small kind="primary" type="submit" busy={busy}>
              Save
            </Button>
          </div>
        )}
        {!dirty && mayWrite && current !== textOf(page.defaults[name]) && (
          <Button small kind="plain" busy={busy} onClick={() => void save(null)}>
            Reset to default
          </Button>
        )}
      </Form>
      {refused && (
        <div class="setting__refused">
          <FaultNotice fault={refused} onOver={change.forget} />
        </div>
      )}
    </li>
  )
}
