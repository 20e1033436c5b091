import type { AuthenticationResponse } from '../../../schema/api/passkey.ts'
import { answer, api } from '../../api.ts'
import { askPasskey, passkeyHindrance, stopAsking } from '../../state/passkey.ts'

/** A challenge lives for five minutes; the question is asked anew before that, in ms. */
const renewal = 4 * 60_000
/** A question that ends at once is not asked again and again, in ms. */
const patience = 2000

const isSupported = async (): Promise<boolean> =>
  passkeyHindrance() === null &&
  // Older browsers know nothing of it, whatever the types say.
  (await PublicKeyCredential.isConditionalMediationAvailable?.())

/**
 * Passkeys among what the browser proposes for the username (conditional mediation). Whatever goes
 * wrong is nobody's business: nobody asked for anything yet.
 *
 * @param onResponse the person chose one
 */
export const createAutofill = (onResponse: (response: AuthenticationResponse) => void) => {
  let latest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const start = async (): Promise<void> => {
    const mine = ++latest
    clearTimeout(timer)
    const isOver = () => mine !== latest
    let askedAt = Number.POSITIVE_INFINITY
    try {
      if (!(await isSupported()) || isOver()) return
      const response = await askPasskey(
        async () => {
          const question = await answer(api.login.passkey.options.$post({ json: {} }))
          askedAt = performance.now()
          if (!isOver()) timer = setTimeout(() => void renew(mine), renewal)
          return question
        },
        { amongProposals: true },
      )
      if (isOver()) return
      clearTimeout(timer)
      onResponse(response)
    } catch {
      // Who changed their mind about one passkey may choose another.
      if (!isOver() && performance.now() - askedAt > patience) await start()
    }
  }
  /** Not for a page that nobody looks at. */
  const renew = async (of: number): Promise<void> => {
    if (document.visibilityState === 'hidden')
      await new Promise((resolve) =>
        document.addEventListener('visibilitychange', resolve, { once: true }),
      )
    if (of === latest) await start()
  }
  return {
    start: (): void => void start(),
    stop: (): void => {
      latest++
      clearTimeout(timer)
      void stopAsking()
    },
  }
}
