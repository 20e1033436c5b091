import type { Settings } from '../../../schema/policy.ts'
import { encodeBase64Url } from '../../crypto/keyring.ts'
import { challengeSeconds } from '../../domain/passkey.ts'
import type { AppContext } from '../../http/context.ts'
import type { PasskeyListing } from '../../store/passkey.ts'
import type { UserRecord } from '../../store/user.ts'
import { userHandleOf } from './assertion.ts'
import { algorithms } from './registration.ts'
import { relyingPartyOf } from './relying-party.ts'

type Asked = {
  settings: Settings
  challenge: Uint8Array<ArrayBuffer>
  /** Whose owner is known: to be asked for, or not to be made once more. */
  credentials: readonly PasskeyListing[]
}

/**
 * What the browser is asked to sign. Without credentials it offers whatever it has for us: so the answer
 * says nothing of who has what.
 */
export const requestOptions = async (
  c: AppContext,
  { settings, challenge, credentials }: Asked,
) => {
  // Here and not above: most requests never need it, and it takes long to start.
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID: relyingPartyOf(c, settings).id,
    challenge,
    timeout: challengeSeconds * 1000,
    // Alone it must check who is there; beside a password it need not.
    userVerification:
      credentials.length === 0 ? 'required' : settings['webauthn.user_verification'],
    allowCredentials: credentials.map(toDescriptor),
  })
}

/** What the browser is asked to make, for that person. */
export const creationOptions = async (
  c: AppContext,
  user: UserRecord,
  { settings, challenge, credentials }: Asked,
) => {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const party = relyingPartyOf(c, settings)
  return generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userName: user.username,
    userDisplayName: user.displayName,
    userID: userHandleOf(user.id),
    challenge,
    timeout: challengeSeconds * 1000,
    attestationType: settings['webauthn.attestation'] === 'none' ? 'none' : 'direct',
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: {
      residentKey: 'preferred',
      userVerification: settings['webauthn.user_verification'],
    },
    excludeCredentials: credentials.map(toDescriptor),
  })
}

const toDescriptor = ({ credentialId, transports }: PasskeyListing) => ({
  id: encodeBase64Url(credentialId),
  transports: transports as never,
})
