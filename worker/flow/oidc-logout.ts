import type { Context } from 'hono'
import type { JWTPayload } from 'jose'
import { verifyJwt } from '../crypto/jwt.ts'
import type { AppContext, AppEnv } from '../http/context.ts'
import { findSession } from '../http/guard.ts'
import { readApplication } from '../store/application.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { trip } from '../store/trip.ts'
import type { OidcApplication } from '../store/oidc-client.ts'
import { asClient } from './oidc-request.ts'
import { signOut } from './sign-out.ts'

const longest = 8000

/**
 * Where a browser goes that a client sends to sign out (OpenID Connect RP-Initiated Logout 1.0). Whoever is
 * signed in here is signed out at once only if the client shows that it is about this very sign-in; anybody
 * could send a browser here, so everybody else is asked first, and comes back once nobody is signed in.
 * Only an address that the client has registered is ever led to.
 */
export const oidcLogout = async (
  c: AppContext & Pick<Context<AppEnv>, 'executionCtx'>,
  params: URLSearchParams,
): Promise<string> => {
  const [found, asked] = await Promise.all([findSession(c, () => ({})), readAsked(c, params)])
  // Of a request that is not in order nothing is passed on.
  if (!asked) return found ? '/sign-out' : '/'
  const after = returnOf(asked.client, params)
  if (!found) return after ?? '/'
  const { sub, sid } = asked.hint ?? {}
  const { user, session } = found.caller
  if (sub !== user.id || sid !== session.sid)
    return after ? `/sign-out?${onward(asked.client, params).toString()}` : '/sign-out'
  await signOut(c)
  return after ?? '/'
}

type Asked = { client: OidcApplication | null; hint: JWTPayload | null }

/** Null: something about it is wrong, or two things do not fit. */
const readAsked = async (c: AppContext, params: URLSearchParams): Promise<Asked | null> => {
  const names = [...params.keys()]
  if (names.some((name, i) => names.indexOf(name) < i)) return null
  const [token, named] = [params.get('id_token_hint'), params.get('client_id')]
  const hint = token ? await readHint(c, token) : null
  if (token && !hint) return null
  const id = hint?.aud ?? named
  if (typeof id !== 'string' || id === '') return { client: null, hint: null }
  if (named && named !== id) return null
  const { application } = await trip(c.env.DB, { application: readApplication(c.env.DB, id) })
  const client = asClient(application)
  return client ? { client, hint } : null
}

/** An ID token of ours; one that has run out still says whose it was. */
const readHint = async (c: AppContext, token: string): Promise<JWTPayload | null> => {
  if (token.length > longest) return null
  const { keys } = await trip(c.env.DB, { keys: readSigningKeys(c.env.DB, 'oidc', c.var.now) })
  const { origin: issuer } = c.var.config
  return verifyJwt(keys, token, { issuer, typ: 'JWT', now: c.var.now, expired: true })
}

/** To the letter, as registered. */
const returnOf = (client: OidcApplication | null, params: URLSearchParams): string | null => {
  const uri = params.get('post_logout_redirect_uri')
  if (!uri || !client?.details.postLogoutRedirectUris.includes(uri)) return null
  const state = params.get('state')
  if (!state) return uri
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state }).toString()}`
}

/** What our page comes back with; the token is of no use to it, and stays out of its address. */
const onward = (client: OidcApplication | null, params: URLSearchParams): URLSearchParams => {
  const kept = ['post_logout_redirect_uri', 'state'].flatMap((name) => {
    const value = params.get(name)
    return value ? [[name, value]] : []
  })
  return new URLSearchParams([['client_id', client?.id ?? ''], ...kept])
}
