import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { KeySeries, SigningKeysModel } from '../state/signing-keys.ts'

type ReplaceKeyProps = { model: SigningKeysModel; series: KeySeries }

/** Replaces a key before its time, and, where it has leaked, ends what it signed. */
export const ReplaceKeyDialog = ({ model, series }: ReplaceKeyProps) => {
  const [withdraw, setWithdraw] = useState(false)
  const { busy, fault, forget } = model.change
  const close = () => model.ask(null)
  return (
    <Dialog title={`Replace the ${series.algorithm} key now?`} onClose={close}>
      <Form onSubmit={() => void model.replace(series, withdraw)}>
        <FaultNotice fault={fault.value} onOver={forget} />
        <p>
          A fresh key signs from now on. Nobody has to do this: each key is replaced in time, after
          all had a day to learn of the next. An application that keeps the list of keys for long
          may refuse what the new one signs until it looks again.
        </p>
        <Checkbox
          name="withdraw"
          label="The former ones have leaked: withdraw them"
          checked={withdraw}
          onChecked={setWithdraw}
        />
        {withdraw && (
          <Notice kind="warning" title="Everything that they signed ends at once">
            <p>{ends[series.purpose]}</p>
          </Notice>
        )}
        <div class="dialog__actions">
          <Button onClick={close} data-autofocus="">
            Cancel
          </Button>
          <Button type="submit" kind="danger" busy={busy.value !== null}>
            {withdraw ? 'Replace and withdraw' : 'Replace now'}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

const ends = {
  oidc: 'Access tokens and ID tokens that apps hold are refused here. People may have to sign in to their apps again.',
  assertion: 'Sites are told anew who is there, with the next request.',
}
