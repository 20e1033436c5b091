import type { Policy } from '../domain/policy.ts'
import type { PresentedTrust, TrustState } from '../domain/trusted-browser.ts'
import { audit } from '../store/audit.ts'
import type { Query } from '../store/trip.ts'
import { deleteTrust, readTrust } from '../store/trusted-browser.ts'
import type { UserRecord } from '../store/user.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'
import type { SignIn } from './session.ts'

/** For the first trip: what is known of the trust token that came along, if one did. */
export const readPresented = (c: AppContext) =>
  c.var.tokens.trust && readTrust(c.env.DB, c.var.tokens.trust)

/** Asked for and allowed. Where it is not allowed the wish is passed over: the form never offered it. */
export const grantOf = (
  c: AppContext,
  policy: Policy,
  wish: boolean | undefined,
): NonNullable<SignIn['grantTrust']> | null =>
  wish && policy.mayTrust ? { replaces: c.var.tokens.trust } : null

/** A trust token that should not have come. Whoever holds a stolen family loses it with its owner. */
export const trustIncident = (
  c: AppContext,
  user: UserRecord,
  state: TrustState,
  presented: PresentedTrust | null,
): Record<string, Query<unknown>> => {
  const line = (action: 'trust-stolen' | 'trust-foreign') =>
    audit(c.env.DB, auditOf(c, { action, outcome: 'refused', actorId: user.id }), c.var.now)
  if (state === 'foreign') return { foreignTrust: line('trust-foreign') }
  if (state !== 'stolen' || !presented) return {}
  return {
    stolenTrust: line('trust-stolen'),
    revokedTrust: deleteTrust(c.env.DB, presented.browserId, user.id),
  }
}
