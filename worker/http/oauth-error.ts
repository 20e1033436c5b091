/** RFC 6749, sections 4.1.2.1 and 5.2; RFC 6750, section 3.1; OpenID Connect Core, section 3.1.2.6; RFC 7009; RFC 9126. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'access_denied'
  | 'login_required'
  | 'interaction_required'
  | 'consent_required'
  | 'request_not_supported'
  | 'unmet_authentication_requirements'
  | 'temporarily_unavailable'
  | 'server_error'

/** What programs are told that speak OAuth: thrown anywhere in a route, answered by the app's `onError`. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly description: string
  readonly headers: Record<string, string>

  constructor(code: OAuthErrorCode, description: string, headers: Record<string, string> = {}) {
    super(code)
    this.code = code
    this.description = description
    this.headers = headers
  }
}

/** RFC 6749, section 5.2: 400, or 401 where it is the client or the token that is not believed; RFC 6750. */
export const oauthErrorResponse = ({ code, description, headers }: OAuthError): Response =>
  Response.json(
    { error: code, error_description: description },
    {
      status: oauthStatusOf(code),
      headers: {
        ...(code === 'invalid_client' && { 'www-authenticate': 'Basic realm="Latchkey"' }),
        ...(ofBearers.has(code) && { 'www-authenticate': `Bearer error="${code}"` }),
        ...headers,
      },
    },
  )

const statuses: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  temporarily_unavailable: 429,
}
export const oauthStatusOf = (code: OAuthErrorCode): number => statuses[code] ?? 400

const ofBearers = new Set<OAuthErrorCode>(['invalid_token', 'insufficient_scope'])
