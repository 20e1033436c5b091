/** A trust token that a browser brought, with the family it belongs to. Times are unix seconds. */
export type PresentedTrust = {
  browserId: string
  userId: string
  securityStamp: number
  createdAt: number
  expiresAt: number
  supersededAt: number | null
  supersededFrom: string | null
  /** Whether its successor has been used: then its answer was not lost. */
  succeeded: boolean
}

/** An answer may be lost on its way: its sender then brings the former token once more, soon, from the same place. */
export const graceSeconds = 60

/**
 * `valid`: spares this user the factor. `stolen`: a former token came back, so two hold the family:
 * nobody can tell the thief, so it ends for both. `foreign`: another user's; not this one's business.
 */
export type TrustState = 'none' | 'valid' | 'expired' | 'foreign' | 'stolen'

/** Days that were taken from the setting since are taken from the trust that there is. */
const endOf = ({ createdAt, expiresAt }: PresentedTrust, trustSeconds: number): number =>
  Math.min(expiresAt, createdAt + trustSeconds)

export const judgeTrust = (
  trust: PresentedTrust | null,
  user: { id: string; securityStamp: number },
  { network, trustSeconds }: { network: string; trustSeconds: number },
  now: number,
): TrustState => {
  if (!trust) return 'none'
  if (trust.userId !== user.id) return 'foreign'
  if (trust.securityStamp !== user.securityStamp || now >= endOf(trust, trustSeconds))
    return 'expired'
  if (trust.supersededAt === null) return 'valid'
  const inGrace =
    !trust.succeeded && now < trust.supersededAt + graceSeconds && trust.supersededFrom === network
  return inGrace ? 'valid' : 'stolen'
}
