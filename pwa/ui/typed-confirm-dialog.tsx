import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { Form } from './form.tsx'

type TypedConfirmDialogProps = {
  title: string
  /** What the button says. */
  action: string
  /** What must be typed: the name of what is gone afterwards. */
  name: string
  busy?: boolean
  onConfirm: () => void
  onClose: () => void
  /** What happens. */
  children: ComponentChildren
}

/** For what cannot be undone: once a name is typed, for nobody does that by a slip. */
export const TypedConfirmDialog = (props: TypedConfirmDialogProps) => {
  const { title, action, name, busy = false, onConfirm, onClose, children } = props
  const [typed, setTyped] = useState('')
  const right = typed.trim() === name.trim()
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={() => right && onConfirm()}>
        {children}
        <TextField
          label={`Type ${name} to confirm`}
          name="confirm"
          value={typed}
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          initialFocus
          onValue={setTyped}
        />
        <div class="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="danger" busy={busy} disabled={!right}>
            {action}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
