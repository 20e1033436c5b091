import type { EnrolledPasskey } from '../../../schema/api/passkey.ts'
import { answer, api, asProblem, type FaultCode, ProblemError } from '../../api.ts'
import { createPasskey } from '../../state/passkey.ts'
import { signalUnknownPasskey } from './passkey-signal.ts'

export const askForRegistration = () => answer(api.factors.passkey.options.$post())
export type RegistrationQuestion = Awaited<ReturnType<typeof askForRegistration>>

type Wishes = {
  /** Whether this browser is to be trusted along with it. */
  trust?: boolean
  /** Only if the browser makes it by itself, along with a sign-in. */
  silently?: boolean
}

/** After these the Worker may have it all the same. */
const undecided = new Set<FaultCode>(['network', 'internal_error', 'unavailable', 'conflict'])

/** What a browser makes by itself checks nobody and proves no maker: then it must not make any. */
const isModest = ({ authenticatorSelection, attestation }: RegistrationQuestion): boolean =>
  authenticatorSelection?.userVerification !== 'required' && attestation !== 'direct'

/**
 * Makes a passkey and registers it. What the Worker refuses is in the password manager by then: that is
 * told, so that nobody is offered what nobody knows.
 *
 * @throws {ProblemError} of the Worker's, or with a `PasskeyTrouble`
 */
export const registerPasskey = async (
  fetchQuestion: () => Promise<RegistrationQuestion>,
  { trust = false, silently = false }: Wishes = {},
): Promise<EnrolledPasskey> => {
  let rpId: string | undefined
  const response = await createPasskey(
    async () => {
      const question = await fetchQuestion()
      if (silently && !isModest(question)) throw new ProblemError('passkey_unable')
      rpId = question.rp.id
      return question
    },
    { silently },
  )
  try {
    const json = { response, ...(silently ? { automatic: true } : { trust }) }
    return await answer(api.factors.passkey.$post({ json }))
  } catch (error) {
    if (!undecided.has(asProblem(error).code)) void signalUnknownPasskey(response.id, rpId)
    throw error
  }
}
