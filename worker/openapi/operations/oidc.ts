import {
  AuthorizationQuery,
  Discovery,
  JwkSet,
  PushAnswer,
  PushRequest,
  RevocationRequest,
  TokenAnswer,
  TokenRequest,
  Userinfo,
} from '../../../schema/api/oidc.ts'
import type { Area } from '../operation.ts'

const client = ['invalid_request', 'invalid_client'] as const
const bearer = ['invalid_token', 'insufficient_scope'] as const

export const oidc: Area = {
  tag: 'OpenID Connect',
  about: 'For applications that let people sign in here: authorization code with PKCE.',
  from: 'programs',
  operations: {
    'GET /.well-known/openid-configuration': {
      id: 'discover',
      summary: 'Read all that an OpenID Connect client needs to know',
      who: 'anyone',
      answer: 'OpenID Connect Discovery 1.0, section 3.',
      schema: Discovery,
    },
    'GET /.well-known/oauth-authorization-server': {
      id: 'discoverOauth',
      summary: 'Read the same under the name that OAuth gives it',
      who: 'anyone',
      answer: 'RFC 8414, section 3.2.',
      schema: Discovery,
    },
    'GET /api/oidc/jwks': {
      id: 'readSigningKeys',
      summary: 'Read the keys that ID tokens and access tokens are verified by',
      who: 'anyone',
      answer: 'The keys in use, and those that may still be met.',
      schema: JwkSet,
    },
    'GET /api/oidc/authorize': {
      id: 'authorize',
      summary: 'Send a browser here to sign somebody in',
      detail: 'Not called by programs: it is where a link leads.',
      who: 'anyone',
      reads: { part: 'query', schema: AuthorizationQuery },
      status: 303,
      answer:
        'To `redirect_uri` with `code`, `state` and `iss`, or with `error`; or to our own page, where somebody has to act.',
    },
    'POST /api/oidc/authorize': {
      id: 'authorizeByForm',
      summary: 'The same by a form',
      who: 'anyone',
      reads: { part: 'urlencoded', schema: AuthorizationQuery },
      status: 303,
      answer: 'To the same address, with what was in the form.',
      oauth: ['invalid_request'],
    },
    'POST /api/oidc/par': {
      id: 'pushAuthorization',
      summary: 'Say beforehand, unseen by browsers, what to ask for',
      who: 'client',
      reads: { part: 'urlencoded', schema: PushRequest },
      status: 201,
      answer: 'What stands for it, once.',
      schema: PushAnswer,
      oauth: [...client, 'invalid_scope', 'unsupported_response_type', 'request_not_supported'],
    },
    'POST /api/oidc/token': {
      id: 'exchangeToken',
      summary: 'Exchange a code or a refresh token for tokens',
      who: 'client',
      reads: { part: 'urlencoded', schema: TokenRequest },
      answer: 'The tokens.',
      schema: TokenAnswer,
      oauth: [...client, 'invalid_grant', 'unsupported_grant_type', 'invalid_scope'],
    },
    'GET /api/oidc/userinfo': {
      id: 'readUserinfo',
      summary: 'Read who a token is about, as they are today',
      who: 'access-token',
      answer: 'Claims, as far as the scopes go.',
      schema: Userinfo,
      oauth: bearer,
    },
    'POST /api/oidc/userinfo': {
      id: 'readUserinfoByPost',
      summary: 'Read the same, for clients that POST',
      who: 'access-token',
      answer: 'Claims, as far as the scopes go.',
      schema: Userinfo,
      oauth: bearer,
    },
    'POST /api/oidc/revoke': {
      id: 'revokeToken',
      summary: 'Throw a token away, and all that hangs together with it',
      who: 'client',
      reads: { part: 'urlencoded', schema: RevocationRequest },
      answer: 'It counts no more, if it ever did.',
      media: [],
      oauth: [...client, 'invalid_grant'],
    },
  },
}
