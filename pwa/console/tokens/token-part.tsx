import type { HardwareTokenDetails, TokenAction } from '../../../schema/api/hardware-token.ts'
import { Button } from '../../ui/button.tsx'
import type { TokenModel } from '../state/token.ts'

/** What each part of a token's page is given. */
export type TokenPartProps = { model: TokenModel; token: HardwareTokenDetails }

type ActionProps = TokenPartProps & {
  action: TokenAction
  children: string
  kind?: 'danger-quiet'
}

/** Asks for one thing to be done; nothing for whoever may not do it. */
export const ActionButton = ({ model, token, action, children, ...look }: ActionProps) =>
  token.may.includes(action) ? (
    <Button small {...look} onClick={() => model.ask(action)}>
      {children}
    </Button>
  ) : null
