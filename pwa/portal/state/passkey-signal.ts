import type { Factors } from '../../../schema/api/factor.ts'
import { answer, api } from '../../api.ts'
import { passkeyHindrance } from '../../state/passkey.ts'

/** As the Worker writes it into each passkey: the id of the person, in base64url. */
const userHandleOf = (userId: string): string =>
  btoa(userId).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

/**
 * Tells the password manager which passkeys still count, and whose they are (WebAuthn Level 3, section
 * 5.1.10), so that it offers no dead one. Where the browser cannot, or will not, nothing is lost.
 *
 * @param former credentials that have just been removed
 */
export const signalPasskeys = async (
  { factors, rpId = location.hostname }: Factors,
  former: readonly string[] = [],
): Promise<void> => {
  if (passkeyHindrance() || !('signalAllAcceptedCredentials' in PublicKeyCredential)) return
  const [{ user }, { sendSignal }] = await Promise.all([
    answer(api.session.$get()),
    import('@simplewebauthn/browser'),
  ])
  const whose = { rpID: rpId, userID: userHandleOf(user.id) }
  const valid = factors.flatMap(({ passkey }) => (passkey ? [passkey.credentialId] : []))
  await Promise.allSettled([
    ...former.map((credentialID) =>
      sendSignal({ signalName: 'unknownCredential', rpID: rpId, credentialID }),
    ),
    sendSignal({ signalName: 'allAcceptedCredentials', ...whose, allAcceptedCredentialIDs: valid }),
    sendSignal({
      signalName: 'currentUserDetails',
      ...whose,
      userName: user.username,
      userDisplayName: user.displayName,
    }),
  ])
}

/** Tells the password manager that a passkey of these is nobody's. Never fails. */
export const signalUnknownPasskey = async (
  credentialID: string,
  rpID = location.hostname,
): Promise<void> => {
  try {
    const { sendSignal } = await import('@simplewebauthn/browser')
    await sendSignal({ signalName: 'unknownCredential', rpID, credentialID })
  } catch {
    // A browser that has no ear for it.
  }
}
