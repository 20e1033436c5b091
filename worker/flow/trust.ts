import type { Method } from '../../schema/api/factor.ts'
import type { Policy } from '../domain/policy.ts'
import { graceSeconds, type PresentedTrust, type TrustState } from '../domain/trusted-browser.ts'
import { audit, auditIf } from '../store/audit.ts'
import type { Query } from '../store/trip.ts'
import {
  deleteTrust,
  establishTrust,
  type NewTrust,
  readTrust,
  rotateTrust,
} from '../store/trusted-browser.ts'
import type { UserRecord } from '../store/user.ts'
import { auditOf } from '../http/audit.ts'
import type { AppContext } from '../http/context.ts'

/** For the first trip: what is known of the trust token that came along, if one did. */
export const readPresented = (c: AppContext) =>
  c.var.tokens.trust && readTrust(c.env.DB, c.var.tokens.trust, c.var.visitor.application)

/**
 * Asked for and allowed. Where it is not allowed the wish is passed over: the form never offered it. A pass
 * is for once: it does not stand in for the factor for a month.
 */
export const grantOf = (
  c: AppContext,
  policy: Policy,
  wish: boolean | undefined,
  method?: Method | 'ticket',
): { replaces: ArrayBuffer | null } | null =>
  wish && policy.mayTrust && method !== 'pass' ? { replaces: c.var.tokens.trust } : null

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

/** A valid trust token, by the hash that names it. */
export type HeldTrust = { presented: PresentedTrust; hash: ArrayBuffer }

/** One use of a trusted browser: its token changes (store/trusted-browser.ts). */
export const useTrust = (
  c: AppContext,
  user: UserRecord,
  { presented, hash }: HeldTrust,
  next: ArrayBuffer,
) =>
  rotateTrust(
    c.env.DB,
    {
      former: hash,
      next,
      browserId: presented.browserId,
      applicationId: c.var.visitor.application,
      userId: user.id,
      role: user.role,
      network: c.var.visitor.network,
      graceSeconds,
    },
    c.var.now,
  )

type Grant = {
  user: UserRecord
  policy: Policy
  /** What must come to be for the trust to exist: the session, or the receipt of one. */
  grounds: NewTrust['grounds']
  tokenHash: ArrayBuffer
  /** The trust token that this browser held. */
  replaces: ArrayBuffer | null
}

/** Trusts this browser from now on, if what grants it is there. */
export const giveTrust = (c: AppContext, grant: Grant) => {
  const { user, policy, grounds, tokenHash, replaces } = grant
  const id = crypto.randomUUID()
  const trust = {
    browserId: id,
    tokenHash,
    userId: user.id,
    role: user.role,
    name: c.var.visitor.browser,
    place: c.var.visitor.place,
    expiresAt: c.var.now + policy.trustSeconds,
    applicationId: c.var.visitor.application,
    grounds,
    replaced: replaces,
  }
  const line = auditOf(c, { action: 'trust-granted', outcome: 'done', actorId: user.id })
  return {
    ...establishTrust(c.env.DB, trust, c.var.now),
    trustAudit: auditIf(c.env.DB, line, { when: 'trust-exists', id }, c.var.now),
  }
}
