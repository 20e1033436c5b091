import type { Session } from '../../schema/api/session.ts'
import { expiresAt } from '../domain/session.ts'
import type { SignedIn } from '../http/guard.ts'

/** What a browser is told of the session in it. */
export const describeSession = ({ user, policy, session: current }: SignedIn): Session => ({
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
})
