import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { CodePair, codePair, isIncomplete, pairRefused } from '../../ui/code-pair.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import type { TokenPartProps } from './token-part.tsx'

type ResyncDialogProps = TokenPartProps & { onClose: () => void }

/** Two codes in a row tell how far its clock is off, further than a sign-in looks. */
export const ResyncDialog = ({ model, token, onClose }: ResyncDialogProps) => {
  const [typed, setTyped] = useState(codePair)
  const refused = model.change.fault.value
  const fault = refused?.code === 'invalid_code' ? { ...refused, text: pairRefused } : refused
  const off = isIncomplete(typed) || fault?.until !== undefined
  const submit = () => {
    if (!off) void model.resync({ code: typed.code, nextCode: typed.nextCode ?? '' })
  }
  return (
    <Dialog title={`Resync ${token.serial}`} onClose={onClose}>
      <Form onSubmit={submit} error={refused}>
        <p class="muted">
          For a token in your hand, or with its owner on the phone: two codes, one right after the
          other. Both are used up by it.
        </p>
        <FaultNotice fault={fault} onOver={model.change.forget} />
        <CodePair name="code" typed={typed} onTyped={setTyped} />
        <div class="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            busy={model.change.busy.value !== null}
            disabled={off}
          >
            Resync
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
