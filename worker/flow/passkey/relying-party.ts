import type { Settings } from '../../../schema/policy.ts'
import type { AppContext } from '../../http/context.ts'

/** Whom a passkey is for (WebAuthn Level 3, section 4, Relying Party). */
export type RelyingParty = { id: string; name: string; origins: string[] }

export const relyingPartyOf = (c: AppContext, settings: Settings): RelyingParty => {
  const { origin } = c.var.config
  return {
    id: settings['webauthn.rp_id'] || new URL(origin).hostname,
    name: settings['totp.issuer'],
    origins: [origin, ...settings['webauthn.origins']],
  }
}
