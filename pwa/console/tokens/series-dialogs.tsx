import { useState } from 'preact/hooks'
import type { TokenSeriesDetails } from '../../../schema/api/token-series.ts'
import { errorAt } from '../../state/fault.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TypedConfirmDialog } from '../../ui/typed-confirm-dialog.tsx'
import { counted } from '../counted.ts'
import type { SeriesModel } from '../state/series.ts'

type SeriesDialogsProps = { model: SeriesModel; series: TokenSeriesDetails }

/** The question that lies over a series' page, if there is one. */
export const SeriesDialogs = (props: SeriesDialogsProps) => {
  switch (props.model.task.value) {
    case 'rename':
      return <RenameDialog {...props} />
    case 'delete':
      return <DeleteDialog {...props} />
    case null:
      return null
  }
}

const RenameDialog = ({ model, series }: SeriesDialogsProps) => {
  const [label, setLabel] = useState(series.label)
  const { busy, fault, forget } = model.change
  const close = () => model.ask(null)
  const off = label.trim() === ''
  return (
    <Dialog title="Rename series" onClose={close}>
      <Form onSubmit={() => off || void model.rename(label.trim())} error={fault.value}>
        <FaultNotice fault={fault.value} fields={['label']} onOver={forget} />
        <TextField
          label="Label"
          name="label"
          value={label}
          maxLength={64}
          autoComplete="off"
          initialFocus
          error={errorAt(fault.value, 'label')}
          onValue={setLabel}
        />
        <div class="dialog__actions">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy.value !== null} disabled={off}>
            Save
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

const DeleteDialog = ({ model, series }: SeriesDialogsProps) => (
  <TypedConfirmDialog
    title={`Delete ${series.label}?`}
    action="Delete series"
    name={series.label}
    busy={model.change.busy.value !== null}
    onConfirm={() => void model.remove()}
    onClose={() => model.ask(null)}
  >
    <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
    <p>{`${counted(series.tokens, 'token')} and their secrets are gone for good.`}</p>
    <Hit people={series.people} />
  </TypedConfirmDialog>
)

const Hit = ({ people }: Pick<TokenSeriesDetails, 'people'>) =>
  people === 0 ? (
    <p class="muted">Nobody holds one of them.</p>
  ) : (
    <Notice kind="warning" live={false} title={`This hits ${counted(people, 'person')}`}>
      <p>
        They hold tokens of this series, which stop working right away. They are signed out, and at
        the next sign-in they fall back to what policy asks: another factor of theirs, setting up a
        new one, or the password alone.
      </p>
    </Notice>
  )
