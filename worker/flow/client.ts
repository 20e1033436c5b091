import { decodeJwt, errors } from 'jose'
import { verifyAssertion } from '../crypto/client-assertion.ts'
import { hashApplicationKey } from '../crypto/application-key.ts'
import { encodeBase64Url } from '../crypto/keyring.ts'
import { sha256 } from '../crypto/token.ts'
import type { AppContext } from '../http/context.ts'
import { OAuthError } from '../http/oauth-error.ts'
import type { Parameters } from '../http/urlencoded.ts'
import {
  type ClientProof,
  type OidcApplication,
  type OidcClientRecord,
  touchClientKey,
} from '../store/oidc-client.ts'
import { spend, useSubject } from '../store/single-use.ts'
import type { Query } from '../store/trip.ts'

/** How a client says that it is itself: in one of the ways of OpenID Connect Core, section 9. */
export type Credentials = { clientId: string; secretHash: ArrayBuffer | null } & (
  | { method: 'client_secret' | 'none' }
  | { method: 'private_key_jwt'; assertion: string }
)

/** A client that has proved itself. */
export type Client = { application: OidcApplication; keyId: string | null; jti: string | null }

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Whoever it was that failed, and why: they learn no more (design rule 8). */
export const unbelieved = () =>
  new OAuthError('invalid_client', 'The client could not be authenticated.')

/**
 * What a request says of its client, not believed yet.
 * @throws OAuthError invalid_request where it says so in more ways than one; invalid_client where in none
 */
export const credentialsOf = async (
  c: AppContext,
  parameters: Parameters,
): Promise<Credentials> => {
  const header = c.req.header('authorization')
  const secret = parameters.get('client_secret')
  const assertion = parameters.get('client_assertion')
  if ([header, secret, assertion].filter((way) => way !== undefined).length > 1)
    throw new OAuthError('invalid_request', 'The client must authenticate in one way.')
  if (assertion !== undefined) return assertedIn(parameters, assertion)
  const named = parameters.get('client_id')
  const { id, secret: shown } = header === undefined ? { id: named, secret } : basicOf(header)
  if (named !== undefined && named !== id)
    throw new OAuthError('invalid_request', 'The request names two clients.')
  const clientId = idOf(id)
  if (shown === undefined) return { method: 'none', clientId, secretHash: null }
  return { method: 'client_secret', clientId, secretHash: await hashApplicationKey(shown) }
}

/** Ours are UUIDs: whatever else somebody sends is not looked up. */
const idOf = (text: unknown): string => {
  if (typeof text !== 'string' || !/^[0-9a-f-]{36}$/.test(text)) throw unbelieved()
  return text
}

/** RFC 6749, section 2.3.1: each half is encoded as in a form. An empty secret is as none: so say public clients. */
const basicOf = (header: string): { id: string; secret: string | undefined } => {
  const [, encoded = ''] = /^basic +([A-Za-z0-9+/]+=*) *$/i.exec(header) ?? []
  try {
    const [id, secret, ...more] = atob(encoded).split(':')
    if (!id || secret === undefined || more.length > 0) throw unbelieved()
    return { id: decodeForm(id), secret: decodeForm(secret) || undefined }
  } catch {
    throw unbelieved()
  }
}

const decodeForm = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** RFC 7523, section 2.2. */
const assertedIn = (parameters: Parameters, assertion: string): Credentials => {
  if (parameters.get('client_assertion_type') !== assertionType)
    throw new OAuthError('invalid_request', 'client_assertion_type is not one of ours.')
  const subject = subjectOf(assertion)
  const named = parameters.get('client_id')
  if (named !== undefined && named !== subject)
    throw new OAuthError('invalid_request', 'The request names two clients.')
  return { method: 'private_key_jwt', clientId: idOf(subject), secretHash: null, assertion }
}

const subjectOf = (assertion: string): unknown => {
  try {
    return decodeJwt(assertion).sub
  } catch (error) {
    if (error instanceof errors.JOSEError) throw unbelieved()
    throw error
  }
}

/**
 * The client that a request comes from, which must have proved itself as it is registered, and not in an
 * easier way.
 *
 * @param found of `clientId` and `secretHash` (store/oidc-client.ts)
 * @throws OAuthError invalid_client
 */
export const requireClient = async (
  c: AppContext,
  credentials: Credentials,
  found: OidcClientRecord | null,
): Promise<Client> => {
  const { application, keyId } = found ?? {}
  if (!application || application.details.clientAuthentication !== credentials.method)
    throw unbelieved()
  switch (credentials.method) {
    case 'none':
      return { application, keyId: null, jti: null }
    case 'client_secret':
      if (!keyId) throw unbelieved()
      return { application, keyId, jti: null }
    case 'private_key_jwt': {
      const { assertion, clientId } = credentials
      const jti = await verifyAssertion(application.details.jwks, assertion, {
        clientId,
        audiences: audiencesOf(c),
        now: c.var.now,
      })
      if (jti === null) throw unbelieved()
      return { application, keyId: null, jti }
    }
  }
}

/** RFC 7523, section 3; RFC 9126, section 2, lets clients name either at each of our endpoints. */
const audiencesOf = (c: AppContext): string[] => {
  const { origin } = c.var.config
  return [origin, `${origin}/api/oidc/token`, `${origin}${c.req.path}`]
}

/** How a client proved itself, for the batch that rests on it to ask again (`clientStands`). */
export type Proved = {
  proof: ClientProof
  /** First in that batch: an assertion counts once. */
  spent: { asserted: Query<boolean> | null; keyTouched: Query<null> | null }
}

export const provedBy = async (
  c: AppContext,
  { application, keyId, jti }: Client,
): Promise<Proved> => {
  const { DB: db } = c.env
  const { eventId, now } = c.var
  const assertion =
    jti === null
      ? null
      : useSubject.assertion(application.id, encodeBase64Url(new Uint8Array(await sha256(jti))))
  const use = assertion === null ? null : { subject: assertion, counter: 1, holder: null }
  return {
    proof: {
      applicationId: application.id,
      version: application.version,
      keyId,
      assertion,
      eventId,
    },
    spent: {
      asserted: use && spend(db, use, [], eventId, now),
      keyTouched: keyId === null ? null : touchClientKey(db, keyId, now),
    },
  }
}
