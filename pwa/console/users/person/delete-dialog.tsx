import { TypedConfirmDialog } from '../../../ui/typed-confirm-dialog.tsx'
import { nameOf, type ClosingProps } from './part.ts'

export const DeleteDialog = ({ model, view, onClose }: ClosingProps) => (
  <TypedConfirmDialog
    title={`Delete ${nameOf(view)}?`}
    action="Delete"
    name={view.user.username}
    onConfirm={() => void model.remove()}
    onClose={onClose}
  >
    <p>
      Account, factors and memberships are gone for good. The audit log keeps what happened, without
      the name.
    </p>
  </TypedConfirmDialog>
)
