import { useState } from 'preact/hooks'
import type { Resync } from '../../../schema/api/hardware-token.ts'
import type { ChangeModel } from '../../state/change.ts'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { CodePair, codePair, isIncomplete } from '../../ui/code-pair.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { saidOf } from '../../ui/proof-field.tsx'

type ResyncDialogProps = {
  change: ChangeModel
  onCodes: (codes: Resync) => void
  onClose: () => void
}

/** A token's clock goes wrong by itself over the years: two codes in a row tell how far it is off. */
export const ResyncDialog = ({ change, onCodes, onClose }: ResyncDialogProps) => {
  const [typed, setTyped] = useState(codePair)
  const fault = change.fault.value
  const off = isIncomplete(typed) || fault?.until !== undefined
  return (
    <Dialog title="Set your token’s clock right" onClose={onClose}>
      <p class="muted">
        The clock in a token drifts over the years, until its codes are refused. Two codes in a row
        tell how far it is off, and it is good again.
      </p>
      <Form
        error={fault}
        errorField="code"
        onSubmit={() => off || onCodes({ code: typed.code, nextCode: typed.nextCode ?? '' })}
      >
        <FaultNotice fault={saidOf(fault, typed)} fields={['code']} onOver={change.forget} />
        <CodePair name="code" typed={typed} onTyped={setTyped} error={errorAt(fault, 'code')} />
        <div class="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={change.busy.value !== null} disabled={off}>
            Set it right
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
