/** Authenticators that Chromium plays itself, over the debugger (DevTools protocol, domain WebAuthn). */
import type { CDPSession, Page } from 'playwright-core'

type Traits = {
  /** Inside the device, or a key that is plugged in. */
  transport?: 'internal' | 'usb'
  /** Whether it can check a person, and whether the check is passed. */
  canVerify?: boolean
  verifies?: boolean
  /** Whether its passkeys are synced. */
  synced?: boolean
}

export type VirtualAuthenticator = {
  /** The passkeys that it holds, by their ids in base64url. */
  held: () => Promise<string[]>
  /** Whether somebody is there to press the button and to choose a proposal. */
  setPresent: (present: boolean) => Promise<void>
  /** Whether the check of the person is passed. */
  setVerifies: (verifies: boolean) => Promise<void>
}

/** All authenticators of a page, which has no others then. */
export const plugIn = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable', { enableUI: false })
  return { add: (traits: Traits = {}) => add(session, traits) }
}

const add = async (session: CDPSession, traits: Traits): Promise<VirtualAuthenticator> => {
  const { transport = 'internal', canVerify = true, verifies = true, synced = false } = traits
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport,
      hasResidentKey: true,
      hasUserVerification: canVerify,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: synced,
      defaultBackupState: synced,
    },
  })
  return {
    held: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
      return credentials.map(({ credentialId }) =>
        Buffer.from(credentialId, 'base64').toString('base64url'),
      )
    },
    setPresent: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    setVerifies: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
  }
}
