import { ConfirmDialog } from '../../ui/dialog.tsx'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { ResyncDialog } from './resync-dialog.tsx'
import type { TokenPartProps } from './token-part.tsx'

/** The question that lies over a token's page, if there is one. */
export const TokenDialogs = (props: TokenPartProps) => {
  const { model, token } = props
  const close = () => model.ask(null)
  switch (model.task.value) {
    case 'assign':
      return <AssignDialog {...props} onClose={close} />
    case 'resync':
      return <ResyncDialog {...props} onClose={close} />
    case 'unassign':
      return (
        <ConfirmDialog
          title={`Take ${token.serial} back?`}
          action="Take back"
          busy={model.change.busy.value !== null}
          onConfirm={() => void model.unassign()}
          onClose={close}
        >
          <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
          <p>{`Its codes stop working for ${token.owner?.username ?? 'its owner'} right away, also in the middle of a sign-in. They are signed out everywhere.`}</p>
          <p class="muted">
            At the next sign-in they are asked for another second factor, or to set one up, as
            policy says. The token can be given to somebody else.
          </p>
        </ConfirmDialog>
      )
    case 'delete':
      return (
        <ConfirmDialog
          title={`Delete ${token.serial}?`}
          action="Delete token"
          busy={model.change.busy.value !== null}
          onConfirm={() => void model.remove()}
          onClose={close}
        >
          <FaultNotice fault={model.change.fault.value} onOver={model.change.forget} />
          <p>
            {token.owner
              ? `${token.owner.username} has it: its codes stop working right away, and they are signed out everywhere. At the next sign-in policy says what they need.`
              : 'Nobody has it, so nobody loses a way to sign in.'}
          </p>
          <p class="muted">Its secret is gone for good.</p>
        </ConfirmDialog>
      )
    case null:
      return null
  }
}
