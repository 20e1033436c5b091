import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { AppEnv } from '../http/context.ts'
import { discoveryOf } from '../flow/oidc/discovery.ts'
import { relyingPartyOf } from '../flow/passkey/relying-party.ts'
import { readSettings } from '../store/setting.ts'
import { trip } from '../store/trip.ts'

/** What others ask of an origin, without being anybody. */
export const wellKnown = new Hono<AppEnv>()
  .get('/webauthn', async (c) => {
    const { settings } = await trip(c.env.DB, { settings: readSettings(c.env.DB) })
    // WebAuthn Level 3, section 5.11: sites that may use passkeys of ours.
    return c.json({ origins: relyingPartyOf(c, settings).origins })
  })
  // The same under both names: that of OpenID Connect, and that of OAuth (RFC 8414, section 5).
  .use('/openid-configuration', cors({ origin: '*', allowMethods: ['GET'] }))
  .use('/oauth-authorization-server', cors({ origin: '*', allowMethods: ['GET'] }))
  .get('/openid-configuration', (c) => c.json(discoveryOf(c.var.config.origin)))
  .get('/oauth-authorization-server', (c) => c.json(discoveryOf(c.var.config.origin)))
