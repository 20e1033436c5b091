import type { Policy } from '../domain/policy.ts'
import type { PresentedTrust, TrustState } from '../domain/trusted-browser.ts'
import { audit } from '../store/audit.ts'
import type { Query } from '../store/trip.ts'
import { deleteTrust, readTrust } from '../store/trusted-browser.ts'
import type { UserRecord } from '../store/user.ts'
import { auditOf } from './audit.ts'
import type { AppContext } from './context.ts'
import type { SignIn } from './sign-in.ts'

/** For the first trip: what is known of the trust token that came along, if one did. */
export const readPresented = (c: AppContext, hash: ArrayBuffer | null) =>
  hash && readTrust(c.env.DB, hash)

/** The trust that came along, with the hash that names its token. */
export const presentedTrust = (presented: PresentedTrust | null, hash: ArrayBuffer | null) =>
  presented && hash && { presented, hash }

/** Asked for and allowed. Where it is not allowed the wish is passed over: the form never offered it. */
export const grantOf = (
  policy: Policy,
  wish: boolean | undefined,
  held: { presented: PresentedTrust } | null,
): NonNullable<SignIn['grantTrust']> | null =>
  wish && policy.mayTrust ? { replaces: held?.presented.browserId ?? null } : null

/** A trust token that should not have come. Whoever holds a stolen family loses it with its owner. */
export const trustIncident = (
  c: AppContext,
  user: UserRecord,
  state: TrustState,
  presented: PresentedTrust | null,
): Record<string, Query<unknown>> => {
  const line = (action: 'trust-stolen' | 'trust-foreign') =>
    audit(c.env.DB, auditOf(c, user.id, action, 'refused'), c.var.now)
  if (state === 'foreign') return { foreignTrust: line('trust-foreign') }
  if (state !== 'stolen' || !presented) return {}
  return {
    stolenTrust: line('trust-stolen'),
    revokedTrust: deleteTrust(c.env.DB, presented.browserId, user.id),
  }
}
