import { readAuthorizationRequest, type RequestResult } from '../domain/oidc-request.ts'
import type { ApplicationRecord } from '../store/application.ts'
import type { OidcApplication } from '../store/oidc-client.ts'

/** An OpenID Connect client that is in use; null: nobody we answer. */
export const asClient = (application: ApplicationRecord | null): OidcApplication | null =>
  application?.kind === 'oidc' && application.disabledAt === null ? application : null

/**
 * What an application asks for, in an address or pushed beforehand (RFC 9126). Who it is has been found by
 * `client_id`; an application of another kind, or one that is disabled, gets nowhere.
 */
export const validateAuthorizationParameters = (
  application: ApplicationRecord | null,
  params: URLSearchParams,
): RequestResult => {
  const client = asClient(application)
  const named = params.getAll('client_id')
  if (!client || named.length !== 1 || named[0] !== client.id)
    return { kind: 'refused', refusal: { kind: 'shown', reason: 'unknown-application' } }
  return readAuthorizationRequest(client.details, params)
}
