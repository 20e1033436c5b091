import type { Context } from 'hono'
import { auditOf } from '../http/audit.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { clearCookie } from '../http/cookie.ts'
import { cookies } from '../http/tokens.ts'
import { auditSessionOwner } from '../store/audit.ts'
import { deletePendingLogin } from '../store/pending-login.ts'
import { deleteSessionByToken } from '../store/session.ts'
import { trip } from '../store/trip.ts'
import { announceLogouts, endedLogouts } from './logout-notice.ts'
import { forgetSites } from './site-copy.ts'

/**
 * Signs out in this browser, whatever state the session is in, and gives up a pending login. Clients that
 * were let in from here are told, and sites ask the database anew.
 */
export const signOut = async (
  c: AppContext & Pick<Context<AppEnv>, 'executionCtx'>,
): Promise<void> => {
  const { session: held, pending } = c.var.tokens
  const line = auditOf(c, { action: 'sign-out', outcome: 'done', actorId: null })
  const written = await trip(
    c.env.DB,
    { audit: held && auditSessionOwner(c.env.DB, line, held, c.var.now) },
    held && endedLogouts(c, { of: 'token', key: held }),
    {
      ended: held && deleteSessionByToken(c.env.DB, held),
      gaveUp: pending && deletePendingLogin(c.env.DB, pending),
    },
  )
  forgetSites(c.env.DB)
  announceLogouts(c, written.collected ?? [])
  clearCookie(c, cookies.session)
  clearCookie(c, cookies.pending)
  // The portal's pages leave the cache, and with it the back button. 'storage' and 'cookies' would take
  // the authenticator's tokens and the trust in this browser along: they belong to the origin as well.
  c.header('clear-site-data', '"cache"')
}
