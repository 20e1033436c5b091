import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'
import { relyingPartyOf } from '../flow/relying-party.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'

/** What others ask of an origin, without being anybody. */
export const wellKnown = new Hono<AppEnv>().get('/webauthn', async (c) => {
  const { settings } = await trip(c.env.DB, { settings: readSettings(c.env.DB) })
  // WebAuthn Level 3, section 5.11: sites that may use passkeys of ours.
  return c.json({ origins: relyingPartyOf(c, settings).origins })
})
