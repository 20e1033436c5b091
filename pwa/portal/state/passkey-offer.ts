import { createModel } from '@preact/signals'
import type { Session } from '../../../schema/api/session.ts'
import { answer, api } from '../../api.ts'
import { ChangeModel } from '../../state/change.ts'
import { passkeyHindrance, stopAsking } from '../../state/passkey.ts'
import { toast } from '../../ui/announcer.tsx'
import { askForRegistration, registerPasskey } from './passkey-registration.ts'

/** In this browser the question is settled for this person, one way or the other. */
const settledKey = ({ user }: Session): string => `latchkey:passkey-offered:${user.id}`

const isSettled = (session: Session): boolean => {
  try {
    return localStorage.getItem(settledKey(session)) !== null
  } catch {
    // Where nothing can be remembered, an offer would come every time.
    return true
  }
}
const settle = (session: Session): void => {
  try {
    localStorage.setItem(settledKey(session), 'yes')
  } catch {}
}

/** Whether this very device can check its owner and keep a passkey. */
const isCapable = (): Promise<boolean> =>
  PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()

/** Whether the browser can make one by itself (conditional create). Older ones know no such question. */
const isSelfActing = async (): Promise<boolean> =>
  (await PublicKeyCredential.getClientCapabilities?.())?.['conditionalCreate'] === true

/** A browser that makes a passkey by itself does so at once or not at all, in ms. */
const patience = 1500

/** The browser adds a passkey by itself, if it has just filled in the password. @returns whether it did */
const upgrade = async (): Promise<boolean> => {
  const made = registerPasskey(askForRegistration, { silently: true }).then(
    () => true,
    () => false,
  )
  const tooLate = setTimeout(() => void stopAsking(), patience)
  return made.finally(() => clearTimeout(tooLate))
}

/**
 * Whether to offer a passkey to somebody who has just typed a code: once in a browser, where the device
 * can and the policy lets them. Where the browser adds one by itself there is nothing to ask.
 */
export const isPasskeyWanted = async (session: Session): Promise<boolean> => {
  if (session.mustChangePassword || isSettled(session) || passkeyHindrance()) return false
  try {
    const [capable, selfActing] = await Promise.all([isCapable(), isSelfActing()])
    if (!capable && !selfActing) return false
    const { enrollable } = await answer(api.factors.$get())
    if (!enrollable.includes('passkey')) return false
    // Whoever keeps the passwords may keep passkeys too, also where this device itself cannot.
    if (!selfActing || !(await upgrade())) return capable
    settle(session)
    toast('Passkey added')
  } catch {
    // An offer is no reason to hold anybody up.
  }
  return false
}

/** The one offer. */
export const PasskeyOfferModel = createModel((session: Session) => {
  const change = new ChangeModel({
    passkey_dismissed: 'No passkey was made. Try again, or do it another time.',
  })
  return {
    change,
    /** @returns whether it is settled */
    async accept(): Promise<boolean> {
      const added = await change.run('passkey', () => registerPasskey(askForRegistration))
      if (added) toast('Passkey added')
      if (added || change.fault.value?.code === 'passkey_known') settle(session)
      return added
    },
    decline(): void {
      void stopAsking()
      settle(session)
    },
  }
})
