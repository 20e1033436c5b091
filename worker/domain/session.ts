import type { Policy } from './policy.ts'

/** A session as stored. Times are unix seconds. */
export type SessionRecord = {
  id: string
  /** Of the sign-in: what replaces this session within it keeps it (OpenID Connect's `sid`). */
  sid: string
  amr: string[]
  authTime: number
  factorAt: number | null
  /** When a passkey was last proved in it; null: never. */
  phishingResistantAt: number | null
  /** Whether a trusted browser spared the factor. */
  trusted: boolean
  createdAt: number
  lastSeenAt: number
}

/** How old a session is. */
type Lived = Pick<SessionRecord, 'createdAt' | 'lastSeenAt'>

/** Pending logins live five minutes: long enough to find the phone. */
export const pendingLoginSeconds = 300

/** Both limits are the server's (ASVS 7.3.1, 7.3.2); what a cookie says of its age is nobody's concern. */
export const isLive = (session: Lived, policy: Policy, now: number): boolean =>
  now < session.lastSeenAt + policy.idleSeconds && now < expiresAt(session, policy)

export const expiresAt = (session: Lived, policy: Policy): number =>
  session.createdAt + policy.maxSeconds

/**
 * Whether a dangerous action must first ask who sits here. A person with a factor must have proved it
 * recently: the password alone, or a trusted browser, does not count. One without proves the password.
 */
export const needsStepUp = (
  session: SessionRecord,
  hasFactor: boolean,
  policy: Policy,
  now: number,
): boolean => {
  const provedAt = hasFactor ? session.factorAt : session.authTime
  return provedAt === null || now >= provedAt + policy.stepUpSeconds
}

/**
 * RFC 8176: what was proved. A session begins with a password where nothing else is said; each factor that
 * is proved, then or later in it, is added, and makes it multi-factor.
 */
export const amrAfter = (
  begun: readonly string[] | null,
  factor: string | readonly string[] | null,
): string[] => [
  ...new Set([...(begun ?? ['pwd']), ...(factor === null ? [] : [...[factor].flat(), 'mfa'])]),
]
