import type { ValidateTrust, ValidateTrustAnswer } from '../../../schema/api/validate.ts'
import { hashToken, newToken } from '../../crypto/token.ts'
import { policyFor } from '../../domain/policy.ts'
import { trustCounts } from '../../domain/validation.ts'
import type { AppContext } from '../../http/context.ts'
import { ProblemError } from '../../http/problem.ts'
import type { Program } from '../../store/application-key.ts'
import { listCallerGroups } from '../../store/group.ts'
import { readSettings } from '../../store/setting.ts'
import { trip } from '../../store/trip.ts'
import { readCaller } from '../../store/user.ts'
import { readValidation } from '../../store/validation.ts'
import { giveTrust } from '../trust.ts'

/**
 * Trusts a browser at this application: of whoever proved a factor there within the last minute, once.
 * @throws ProblemError expired where the receipt does not count, and forbidden where policy lets nobody trust
 */
export const trustBrowser = async (
  c: AppContext,
  { keyId, application }: Program,
  { receipt: text }: ValidateTrust,
): Promise<ValidateTrustAnswer> => {
  const db = c.env.DB
  const receipt = await hashToken(text)
  if (!receipt) throw new ProblemError('expired')
  const token = { hash: receipt, applicationId: application.id, purpose: 'receipt' } as const
  const { known, user, settings, groups } = await trip(db, {
    known: readValidation(db, token, c.var.now),
    user: readCaller(db, receipt),
    settings: readSettings(db),
    groups: listCallerGroups(db, receipt),
  })
  if (!known || !user) throw new ProblemError('expired')
  const policy = policyFor(settings, user, groups)
  if (!policy.mayTrust || !trustCounts(application)) throw new ProblemError('forbidden')
  const fresh = await newToken()
  const asking = { keyId, version: application.version, scope: 'trust' } as const
  const { trusted } = await trip(
    db,
    giveTrust(c, {
      user,
      policy,
      grounds: { receipt, asking },
      tokenHash: fresh.hash,
      replaces: c.var.tokens.trust,
    }),
  )
  if (!trusted) throw new ProblemError('expired')
  return { token: fresh.text, expiresAt: c.var.now + policy.trustSeconds }
}
