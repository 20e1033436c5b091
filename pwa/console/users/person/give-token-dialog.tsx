import type { HardwareToken } from '../../../../schema/api/hardware-token.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FaultNotice } from '../../../ui/fault-notice.tsx'
import { SearchField } from '../../../ui/field.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { More } from '../../../ui/more.tsx'
import type { TokenGivingModel } from '../../state/token-giving.ts'
import '../../groups/groups.css'
import '../../tokens/tokens.css'

type GiveTokenDialogProps = {
  model: TokenGivingModel
  /** Whom it is for. */
  name: string
}

/** Finds a token that nobody holds, by its serial, and gives it to the person. */
export const GiveTokenDialog = ({ model, name }: GiveTokenDialogProps) => {
  if (!model.open.value) return null
  const { found, change } = model
  const close = () => model.ask(false)
  return (
    <Dialog title={`Hardware token for ${name}`} wide onClose={close}>
      <p class="muted">
        It counts from the first code that they sign in with. Until then whatever else they have
        stays in force.
      </p>
      <SearchField
        label="Search unassigned tokens"
        name="search"
        placeholder="Serial, as it stands on the back"
        value={model.typed.value}
        initialFocus
        onValue={model.seek}
      />
      <FaultNotice fault={change.fault.value} onOver={change.forget} />
      <div class="members__found">
        <Loaded state={found.state.value} onRetry={() => void found.load()}>
          {(tokens) => <Found model={model} tokens={tokens} />}
        </Loaded>
        <More list={found} small />
      </div>
      <div class="dialog__actions">
        <Button onClick={close}>Cancel</Button>
      </div>
    </Dialog>
  )
}

type FoundProps = { model: TokenGivingModel; tokens: readonly HardwareToken[] }

const Found = ({ model, tokens }: FoundProps) => {
  if (tokens.length === 0 && !model.found.more.value)
    return (
      <p class="muted" role="status">
        {model.typed.value.trim()
          ? 'No unassigned token has a serial that begins so.'
          : 'No token is unassigned. A super admin can import more.'}
      </p>
    )
  return (
    <ul class="members" aria-label="Tokens found">
      {tokens.map((token) => (
        <li key={token.id} class="members__row">
          <div class="members__who">
            <span class="token-serial">{token.serial}</span>
            <span class="muted">{token.series.label}</span>
          </div>
          <Button
            small
            aria-label={`Assign ${token.serial}`}
            busy={model.change.busy.value === token.id}
            onClick={() => void model.give(token)}
          >
            Assign
          </Button>
        </li>
      ))}
    </ul>
  )
}
