import type { PushAnswer } from '../../schema/api/oidc.ts'
import { newToken } from '../crypto/token.ts'
import { pushedRequestSeconds } from '../domain/grant.ts'
import type { AppContext } from '../http/context.ts'
import { OAuthError } from '../http/oauth-error.ts'
import type { Parameters } from '../http/urlencoded.ts'
import { readOidcClient } from '../store/oidc-client.ts'
import { insertPushedRequest } from '../store/pushed-request.ts'
import { trip } from '../store/trip.ts'
import { credentialsOf, provedBy, requireClient, unbelieved } from './client.ts'
import { pushedPrefix } from './oidc-entry.ts'
import { validateAuthorizationParameters } from './oidc-request.ts'

/** How a client proves itself is no part of what it asks for. */
const proofs = ['client_secret', 'client_assertion', 'client_assertion_type']

/** All that the authorization endpoint looks at, each of a length that it has found right: nothing else is kept. */
const kept = new Set([
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'acr_values',
  'login_hint',
  'id_token_hint',
])

/**
 * RFC 9126, section 2: keeps what a client asks for, once the client has proved itself and it is in order.
 * @throws OAuthError for whatever the authorization endpoint would refuse as well
 */
export const push = async (c: AppContext, given: Parameters): Promise<PushAnswer> => {
  const db = c.env.DB
  const credentials = await credentialsOf(c, given)
  const { found } = await trip(db, { found: readOidcClient(db, credentials, c.var.now) })
  const client = await requireClient(c, credentials, found)
  const { application } = client
  const asked = new URLSearchParams([...given].filter(([name]) => !proofs.includes(name)))
  asked.set('client_id', application.id)
  requireInOrder(validateAuthorizationParameters(application, asked))
  const known = [...asked].filter(([name]) => kept.has(name))
  const parameters = { ...Object.fromEntries(known), client_id: application.id }
  const isProved = application.details.clientAuthentication !== 'none'
  const asker = isProved ? null : c.var.visitor.network
  const token = await newToken()
  const { proof, spent } = await provedBy(c, client)
  const { pushed } = await trip(db, spent, {
    pushed: insertPushedRequest(
      db,
      {
        tokenHash: token.hash,
        parameters,
        proof,
        asker,
        expiresAt: c.var.now + pushedRequestSeconds,
      },
      c.var.now,
    ),
  })
  if (!pushed) throw asker === null ? unbelieved() : crowded()
  return { request_uri: `${pushedPrefix}${token.text}`, expires_in: pushedRequestSeconds }
}

/** RFC 9126, section 2.3. */
const crowded = () =>
  new OAuthError('temporarily_unavailable', 'Too much is pushed from this network: try later.')

const requireInOrder = (result: ReturnType<typeof validateAuthorizationParameters>): void => {
  if (result.kind === 'valid') return
  const { refusal } = result
  throw refusal.kind === 'shown'
    ? new OAuthError('invalid_request', 'redirect_uri is not one that is registered.')
    : new OAuthError(refusal.error, refusal.description)
}
