import type { AuthenticationResponse } from '../../../schema/api/passkey.ts'
import type { Settings } from '../../../schema/policy.ts'
import { decodeBase64Url, encodeBase64Url } from '../../crypto/keyring.ts'
import { isFramed, refuseUse } from '../../domain/passkey.ts'
import type { ChallengePurpose, ChallengeRecord } from '../../store/challenge.ts'
import type { PasskeyRecord } from '../../store/passkey.ts'
import { readClientData } from './client-data.ts'
import type { RelyingParty } from './relying-party.ts'

/** What a user handle is: the id of the person, never their name (WebAuthn Level 3, section 14.6.1). */
export const userHandleOf = (userId: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(userId))

type Assertion = {
  response: AuthenticationResponse
  purpose: ChallengePurpose
  challenge: ChallengeRecord | null
  stored: PasskeyRecord | null
  /** Who must have signed; null: whoever the passkey belongs to. */
  userId: string | null
  party: RelyingParty
  settings: Settings
}

export type AssertionRefusal =
  | 'no-challenge'
  | 'unknown'
  | 'foreign'
  | 'framed'
  | 'invalid'
  | 'bad-signature'
  | 'cloned'
  | 'changed'

/** An assertion that is right, and what it says; or, exactly, why not. The wire is told less. */
export type Asserted =
  | {
      kind: 'good'
      challenge: ChallengeRecord
      stored: PasskeyRecord
      signCount: number
      backedUp: boolean
      userVerified: boolean
    }
  | { kind: 'refused'; reason: AssertionRefusal }

/**
 * The relying party's steps for an assertion (WebAuthn Level 3, section 7.2), cheapest first, with those
 * that the library leaves to its caller. That the challenge is used once is for whoever spends it.
 */
export const verifyAssertion = async (assertion: Assertion): Promise<Asserted> => {
  const { response, purpose, challenge, stored, userId, party, settings } = assertion
  const refused = (reason: AssertionRefusal): Asserted => ({ kind: 'refused', reason })
  // For this browser and this purpose, and not long ago.
  if (!challenge || challenge.purpose !== purpose) return refused('no-challenge')
  if (!stored) return refused('unknown')
  // Step 6: theirs, by what we know and by what the authenticator says.
  const expected = userId ?? stored.userId
  if (stored.userId !== expected || (challenge.userId !== null && challenge.userId !== expected))
    return refused('foreign')
  const { userHandle } = response.response
  const handle = encodeBase64Url(userHandleOf(expected))
  if (userHandle ? userHandle !== handle : userId === null) return refused('foreign')
  const clientData = readClientData(response.response.clientDataJSON)
  if (!clientData) return refused('invalid')
  if (isFramed(clientData)) return refused('framed')
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const verified = await verifyAuthenticationResponse({
    response: {
      ...response,
      response: { ...response.response, userHandle: userHandle ?? undefined } as never,
      clientExtensionResults: {},
      authenticatorAttachment: undefined as never,
    },
    expectedChallenge: encodeBase64Url(challenge.challenge),
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    // The count is judged below, where the audit can tell a copy from a forgery.
    credential: { id: response.id, publicKey: stored.publicKey, counter: 0 },
    requireUserVerification: settings['webauthn.user_verification'] === 'required',
  }).catch(() => null)
  if (!verified) return refused('invalid')
  if (!verified.verified) return refused('bad-signature')
  const { authenticationInfo: info } = verified
  const reason = refuseUse({
    stored,
    said: {
      signCount: info.newCounter,
      backupEligible: info.credentialDeviceType === 'multiDevice',
    },
  })
  if (reason) return refused(reason)
  return {
    kind: 'good',
    challenge,
    stored,
    signCount: info.newCounter,
    backedUp: info.credentialBackedUp,
    userVerified: info.userVerified,
  }
}

/** The bytes that a credential is found by: of its id, which must be what its raw id says. */
export const credentialIdOf = ({ id, rawId }: { id: string; rawId: string }) => {
  const bytes = decodeBase64Url(rawId)
  return id === rawId && bytes ? bytes : new Uint8Array()
}
