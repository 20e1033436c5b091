import { oidcScopes } from '../../../schema/api/authorization.ts'
import { assertionAlgorithms } from '../../crypto/client-assertion.ts'
import { acrValues } from '../../domain/application.ts'
import { claimNames } from '../../domain/claim.ts'
import { prompts } from '../../domain/oidc-request.ts'

const authentication = {
  methods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  algorithms: [...assertionAlgorithms],
}

/** OpenID Connect Discovery 1.0, section 3; RFC 8414; what is left out we do not do. */
export const discoveryOf = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/api/oidc/authorize`,
  token_endpoint: `${origin}/api/oidc/token`,
  userinfo_endpoint: `${origin}/api/oidc/userinfo`,
  jwks_uri: `${origin}/api/oidc/jwks`,
  pushed_authorization_request_endpoint: `${origin}/api/oidc/par`,
  revocation_endpoint: `${origin}/api/oidc/revoke`,
  end_session_endpoint: `${origin}/api/oidc/logout`,
  scopes_supported: [...oidcScopes],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256', 'RS256'],
  token_endpoint_auth_methods_supported: authentication.methods,
  token_endpoint_auth_signing_alg_values_supported: authentication.algorithms,
  revocation_endpoint_auth_methods_supported: authentication.methods,
  revocation_endpoint_auth_signing_alg_values_supported: authentication.algorithms,
  claim_types_supported: ['normal'],
  claims_supported: [...claimNames],
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  acr_values_supported: [...acrValues],
  prompt_values_supported: [...prompts],
  // RFC 9207: a client of several providers can tell which of them answered.
  authorization_response_iss_parameter_supported: true,
  require_pushed_authorization_requests: false,
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
})
