/** Long enough to find the security key (WebAuthn Level 3, section 15.1 recommends five minutes). */
export const challengeSeconds = 300

/** What a browser says that it signed for (WebAuthn Level 3, section 5.8.1). */
export type ClientData = { challenge?: unknown; crossOrigin?: unknown; topOrigin?: unknown }

/**
 * Whether a page of ours asked, in a window of its own: somebody else's frame would show our question in
 * another light (section 13.4.9). The library leaves this to whoever calls it, in part.
 */
export const isFramed = ({ crossOrigin, topOrigin }: ClientData): boolean =>
  (crossOrigin !== undefined && crossOrigin !== false) || topOrigin !== undefined

/** A credential, and what an assertion says of it. */
type Used = {
  stored: { signCount: number; backupEligible: boolean }
  said: { signCount: number; backupEligible: boolean }
}

/**
 * Why an assertion whose signature is right is refused all the same: its count did not grow, so that
 * there may be two of it (section 7.2, step 22), or it has become another kind of credential (step 18).
 */
export const refuseUse = ({ stored, said }: Used): 'cloned' | 'changed' | null => {
  if (said.backupEligible !== stored.backupEligible) return 'changed'
  const counts = said.signCount > 0 || stored.signCount > 0
  return counts && said.signCount <= stored.signCount ? 'cloned' : null
}

/** RFC 8176: the key of a synced passkey is in software; one that stays in its device is in hardware. */
export const keyAmr = (backupEligible: boolean): 'swk' | 'hwk' => (backupEligible ? 'swk' : 'hwk')

/** What a passkey alone has proved: the key, and by it the person. */
export const passkeyAmr = (backupEligible: boolean): string[] => [
  keyAmr(backupEligible),
  'user',
  'mfa',
]
