import { useState } from 'preact/hooks'
import type { ChangeModel } from '../../state/change.ts'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'

type NameDialogProps = {
  title: string
  label: string
  /** The form's name for it, which a refusal repeats. */
  name: string
  hint?: string
  value: string
  maxLength: number
  /** Whether it may be empty. */
  optional?: boolean
  change: ChangeModel
  onSave: (value: string) => void
  onClose: () => void
}

/** Another name for something, one line. */
export const NameDialog = (props: NameDialogProps) => {
  const { title, label, name, hint, maxLength, optional = false, change } = props
  const [value, setValue] = useState(props.value)
  const fault = change.fault.value
  const off = (!optional && value.trim() === '') || fault?.until !== undefined
  return (
    <Dialog title={title} onClose={props.onClose}>
      <Form onSubmit={() => off || props.onSave(value)} error={fault}>
        <FaultNotice fault={fault} fields={[name]} onOver={change.forget} />
        <TextField
          {...{ label, name, hint, maxLength, value }}
          onValue={setValue}
          error={errorAt(fault, name)}
          initialFocus
          autoComplete="off"
        />
        <div class="dialog__actions">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={change.busy.value !== null} disabled={off}>
            Save
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
