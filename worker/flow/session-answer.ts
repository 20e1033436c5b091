import type { Session } from '../../schema/api/session.ts'
import { expiresAt } from '../domain/session.ts'
import type { AppContext } from '../http/context.ts'
import type { SignedIn } from '../http/guard.ts'

/** What a browser is told of the session in it. */
export const describeSession = (
  c: AppContext,
  { user, policy, session: current }: SignedIn,
): Session => ({
  user: {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    role: user.role,
    mfaRequired: policy.mfaRequired,
  },
  amr: current.amr,
  authTime: current.authTime,
  expiresAt: expiresAt(current, policy),
  mustChangePassword: user.mustChangePassword,
  ...(user.role !== 'user' && c.var.config.gateway.kind === 'outbox' && { outbox: true }),
})
