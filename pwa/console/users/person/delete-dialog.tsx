import { useState } from 'preact/hooks'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { nameOf, type ClosingProps } from './part.ts'

/** Deletes a person, once their username is typed: nobody does that by a slip. */
export const DeleteDialog = ({ model, view, onClose }: ClosingProps) => {
  const [typed, setTyped] = useState('')
  const { username } = view.user
  const right = typed.trim() === username
  return (
    <Dialog title={`Delete ${nameOf(view)}?`} onClose={onClose}>
      <Form onSubmit={() => right && void model.remove()}>
        <p>
          Account, factors and memberships are gone for good. The audit log keeps what happened,
          without the name.
        </p>
        <TextField
          label={`Type ${username} to confirm`}
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
          <Button type="submit" kind="danger" disabled={!right}>
            Delete
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
