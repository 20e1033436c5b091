/** Clients that nobody here wrote, with all the checks that they make. */
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { addClient, callback } from '../support/oidc-client.ts'
import { addProgram, issuer } from '../support/oidc-token.ts'
import { addPerson, beginSession, house, type Person, visitor } from '../support/people.ts'

const { worker, root } = house()
const farewell = 'https://wiki.example/goodbye'
const common = { postLogoutRedirectUris: [farewell] }

let person: Person
let browser: Client
beforeAll(async () => {
  person = await addPerson(root)
  browser = visitor(worker)
  await beginSession(browser, person)
})

type Options = { method?: string; headers?: HeadersInit; body?: BodyInit | null | undefined }
const toWorker = (url: string, { method = 'GET', headers = {}, body = null }: Options) =>
  worker.send(new Request(url, { method, headers, body, redirect: 'manual' }))

/** Where the browser ends up that somebody signed in follows this address with. */
const follow = async (url: URL, through = browser): Promise<URL> => {
  const answer = await through.get(url.pathname + url.search, { origin: null })
  const location = answer.headers.get('location')
  if (!location) throw new Error(`no redirect but ${answer.status}`)
  return new URL(location, issuer)
}

describe('openid-client', () => {
  type Kind = { details?: object; auth: (secret: string) => client.ClientAuth }
  const rsa = { idTokenAlgorithm: 'RS256' }
  const kinds: [string, Kind][] = [
    ['a secret in the header', { auth: (secret) => client.ClientSecretBasic(secret) }],
    ['a secret in the form', { details: rsa, auth: (secret) => client.ClientSecretPost(secret) }],
    ['no secret', { details: { clientAuthentication: 'none' }, auth: () => client.None() }],
  ]

  const configure = async (
    id: string,
    metadata: object,
    auth: client.ClientAuth,
  ): Promise<client.Configuration> =>
    client.discovery(new URL(issuer), id, metadata, auth, {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: toWorker,
    })

  const wholeFlow = async (config: client.Configuration, pushed: boolean) => {
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const parameters = {
      redirect_uri: callback,
      scope: 'openid profile email groups role offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      max_age: '3600',
    }
    const url = pushed
      ? await client.buildAuthorizationUrlWithPAR(config, parameters)
      : client.buildAuthorizationUrl(config, parameters)
    return client.authorizationCodeGrant(config, await follow(url), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      maxAge: 3600,
    })
  }

  it.each(kinds)('with %s goes all the way', async (_, { details, auth }) => {
    const { id, secret } = await addProgram(root, { ...common, ...details })
    const metadata = { id_token_signed_response_alg: details === rsa ? 'RS256' : 'ES256' }
    const config = await configure(id, metadata, auth(secret ?? ''))
    client.enableNonRepudiationChecks(config)
    for (const pushed of [false, true]) {
      const tokens = await wholeFlow(config, pushed)
      expect(tokens.claims()).toMatchObject({ sub: person.id, acr: 'aal1', amr: ['pwd'] })
      const who = await client.fetchUserInfo(config, tokens.access_token, person.id)
      expect(who).toMatchObject({ preferred_username: person.username, role: 'user', groups: [] })
      const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
      expect(next.claims()?.sub).toBe(person.id)
      await client.tokenRevocation(config, next.refresh_token ?? '')
      await expect(
        client.refreshTokenGrant(config, next.refresh_token ?? ''),
      ).rejects.toMatchObject({ error: 'invalid_grant' })
      await expect(
        client.fetchUserInfo(config, next.access_token, person.id),
      ).rejects.toMatchObject({ status: 401 })
    }
  })

  it('signs what proves it', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])
    if (!('privateKey' in pair)) throw new Error('no pair')
    const exported = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey
    const { key_ops: _, ext: __, ...jwk } = exported
    const details = { clientAuthentication: 'private_key_jwt', jwks: [jwk] }
    const id = await addClient(root, { ...common, ...details })
    const metadata = { id_token_signed_response_alg: 'ES256' }
    const config = await configure(id, metadata, client.PrivateKeyJwt(pair.privateKey))
    const tokens = await wholeFlow(config, true)
    expect(tokens.claims()?.sub).toBe(person.id)
    expect(
      (await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token,
    ).toEqual(expect.any(String))
  })

  it('signs somebody out, and they come back', async () => {
    const { id, secret } = await addProgram(root, common)
    const metadata = { id_token_signed_response_alg: 'ES256' }
    const config = await configure(id, metadata, client.ClientSecretBasic(secret ?? ''))
    const leaving = visitor(worker)
    await beginSession(leaving, person)
    const verifier = client.randomPKCECodeVerifier()
    const parameters = {
      redirect_uri: callback,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }
    const back = await follow(client.buildAuthorizationUrl(config, parameters), leaving)
    const checks = { pkceCodeVerifier: verifier, idTokenExpected: true }
    const tokens = await client.authorizationCodeGrant(config, back, checks)
    const away = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: farewell,
      state: 'over',
    })
    expect((await follow(away, leaving)).href).toBe(`${farewell}?state=over`)
    expect((await leaving.get('/api/session')).status).toBe(401)
    await expect(
      client.fetchUserInfo(config, tokens.access_token, person.id),
    ).rejects.toMatchObject({ status: 401 })
  })
})

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: toWorker } as const

  it.each(['oidc', 'oauth2'] as const)('finds its way by the document of %s', async (algorithm) => {
    const url = new URL(issuer)
    const answer = await oauth.discoveryRequest(url, { algorithm, ...insecure })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    const server = await oauth.processDiscoveryResponse(url, answer)
    expect(server).toMatchObject({
      token_endpoint: `${issuer}/api/oidc/token`,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      authorization_response_iss_parameter_supported: true,
      backchannel_logout_supported: true,
    })
  })

  it('goes all the way, and its API believes the access token', async () => {
    const api = 'https://api.example'
    const { id, secret } = await addProgram(root, { audienceUri: api })
    const url = new URL(issuer)
    const server = await oauth.processDiscoveryResponse(
      url,
      await oauth.discoveryRequest(url, insecure),
    )
    const us: oauth.Client = { client_id: id, id_token_signed_response_alg: 'ES256' }
    const auth = oauth.ClientSecretBasic(secret ?? '')
    const verifier = oauth.generateRandomCodeVerifier()
    const nonce = oauth.generateRandomNonce()
    const asked = new URL(server.authorization_endpoint ?? '')
    asked.search = new URLSearchParams({
      client_id: id,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
      state: 'here',
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString()
    const back = oauth.validateAuthResponse(server, us, await follow(asked), 'here')
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      us,
      auth,
      back,
      callback,
      verifier,
      insecure,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, us, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(server, answer, insecure)
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    expect(claims?.sub).toBe(person.id)
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    const request = new Request(`${api}/things`, { headers })
    const believed = await oauth.validateJwtAccessToken(server, request, api, insecure)
    expect(believed).toMatchObject({ sub: person.id, client_id: id, scope: 'openid email' })
    const userinfo = await oauth.userInfoRequest(server, us, tokens.access_token, insecure)
    const who = await oauth.processUserInfoResponse(server, us, person.id, userinfo)
    expect(who).toEqual({ sub: person.id })
  })
})
