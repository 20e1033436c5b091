import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { AuthenticationResponse, RegistrationResponse } from '../../schema/api/passkey.ts'
import { type PasskeyTrouble, ProblemError } from '../api.ts'

const load = () => import('@simplewebauthn/browser')
let loaded: ReturnType<typeof load> | null = null

/** It comes when a passkey is near: nobody else pays for it. */
const library = (): ReturnType<typeof load> => {
  loaded ??= load()
  // What did not come may come the next time.
  loaded.catch(() => (loaded = null))
  return loaded
}

/** Fetches what a press of the button needs, because some browsers give a press little time. */
export const preparePasskeys = (): void => {
  if (!passkeyHindrance()) void library().catch(() => {})
}

/** What the Worker's half of the library wrote. On the way its types have become a little wider. */
type Question = { challenge: string; timeout?: number }
type Fetch = () => Promise<Question>
/** Counts what is asked: only the latest may still be put to the person. */
let latest = 0

/** IPv4 as browsers normalize it, or IPv6. */
const isAddress = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host)

/** Why no passkey can be asked for in this page at all; null where one can. */
export const passkeyHindrance = (): PasskeyTrouble | null => {
  if (!isSecureContext) return 'passkey_insecure'
  // A passkey is for a domain (WebAuthn Level 3, section 5.1.3), and an address is none: not 127.0.0.1 either.
  if (isAddress(location.hostname)) return 'passkey_wrong_site'
  return typeof PublicKeyCredential === 'function' ? null : 'passkey_unsupported'
}

/**
 * Makes a passkey.
 *
 * @param silently only if the browser does so by itself, along with a sign-in (conditional create)
 * @throws {ProblemError} with a `PasskeyTrouble`, where there is none in the end
 */
export const createPasskey = (
  fetchQuestion: Fetch,
  { silently = false } = {},
): Promise<RegistrationResponse> =>
  attempt(fetchQuestion, async (question) => {
    const optionsJSON = question as PublicKeyCredentialCreationOptionsJSON
    const { startRegistration } = await library()
    const made = await startRegistration({ optionsJSON, useAutoRegister: silently })
    const { clientDataJSON, attestationObject, transports = [] } = made.response
    return { ...bare(made), response: { clientDataJSON, attestationObject, transports } }
  })

/**
 * Asks for a signature by a passkey of those that the question names; naming none, by any.
 *
 * @param amongProposals not in a window of its own, but among what is proposed for the username
 * @throws {ProblemError} with a `PasskeyTrouble`, where there is none in the end
 */
export const askPasskey = (
  fetchQuestion: Fetch,
  { amongProposals = false } = {},
): Promise<AuthenticationResponse> =>
  attempt(fetchQuestion, async (question) => {
    const optionsJSON = question as PublicKeyCredentialRequestOptionsJSON
    const { startAuthentication } = await library()
    const signed = await startAuthentication({ optionsJSON, useBrowserAutofill: amongProposals })
    return { ...bare(signed), response: signed.response }
  })

/** Which credential it was; of extensions nobody asked for any. */
const bare = ({ id, rawId, type }: { id: string; rawId: string; type: 'public-key' }) => ({
  id,
  rawId,
  type,
})

/** Ends whatever the browser is being asked: only one question can be open at a time. */
export const stopAsking = async (): Promise<void> => {
  latest++
  const asking = await loaded?.catch(() => null)
  asking?.WebAuthnAbortService.cancelCeremony()
}

/** What a `DOMException` of `navigator.credentials` means here (WebAuthn Level 3, section 5.1). */
const troubles: Record<string, PasskeyTrouble> = {
  NotAllowedError: 'passkey_dismissed',
  AbortError: 'passkey_dismissed',
  InvalidStateError: 'passkey_known',
  SecurityError: 'passkey_wrong_site',
  NotSupportedError: 'passkey_unable',
  ConstraintError: 'passkey_unable',
}

/** A browser says the same of who waited too long as of who said no: the clock tells them apart. */
const attempt = async <Value>(
  fetchQuestion: Fetch,
  ask: (question: Question) => Promise<Value>,
): Promise<Value> => {
  const hindrance = passkeyHindrance()
  if (hindrance) throw new ProblemError(hindrance)
  const mine = ++latest
  const question = await fetchQuestion()
  // Another was asked, or none is wanted any more: a question that came late must not end that one.
  if (mine !== latest) throw new ProblemError('passkey_dismissed')
  const { timeout } = question
  const begun = performance.now()
  try {
    return await ask(question)
  } catch (error) {
    const code = (error instanceof Error && troubles[error.name]) || 'passkey_failed'
    const waited = timeout !== undefined && performance.now() - begun >= timeout
    throw new ProblemError(code === 'passkey_dismissed' && waited ? 'passkey_timed_out' : code)
  }
}
