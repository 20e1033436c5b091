/** A tiny web application that knows its people by us: openid-client, as anybody would use it. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as client from 'openid-client'

export type RelyingParty = {
  origin: string
  /** What a super admin registers it with. */
  details: Record<string, unknown>
  /** Learns who it is, once it is registered. Where `pushed`, it pushes what it asks for beforehand. */
  register: (issuer: string, id: string, secret: string) => Promise<void>
  /** What it asks for, beside the usual. */
  ask: (parameters: Record<string, string>, options?: { pushed?: boolean }) => void
  /** Every logout token that was posted to it. */
  told: string[]
  stop: () => Promise<void>
}

type Waiting = { verifier: string; state: string; nonce: string }

export const startRelyingParty = async (): Promise<RelyingParty> => {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const told: string[] = []
  let config: client.Configuration | null = null
  let asked: Record<string, string> = {}
  let isPushed = false
  let waiting: Waiting | null = null
  let idToken: string | undefined

  const registered = (): client.Configuration => {
    if (!config) throw new Error('this client is not registered yet')
    return config
  }
  const signIn = async (): Promise<URL> => {
    const verifier = client.randomPKCECodeVerifier()
    waiting = { verifier, state: client.randomState(), nonce: client.randomNonce() }
    const parameters = {
      redirect_uri: `${origin}/callback`,
      scope: 'openid profile groups',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: waiting.state,
      nonce: waiting.nonce,
      ...asked,
    }
    return isPushed
      ? client.buildAuthorizationUrlWithPAR(registered(), parameters)
      : client.buildAuthorizationUrl(registered(), parameters)
  }
  const comeBack = async (url: URL): Promise<string> => {
    if (!waiting) throw new Error('nobody was sent')
    const tokens = await client.authorizationCodeGrant(registered(), url, {
      pkceCodeVerifier: waiting.verifier,
      expectedState: waiting.state,
      expectedNonce: waiting.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    idToken = tokens.id_token
    const info = await client.fetchUserInfo(registered(), tokens.access_token, claims?.sub ?? '')
    return `Welcome ${info.preferred_username ?? 'nobody'}, by ${JSON.stringify(claims?.['acr'])}`
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', origin)
    const say = (words: string) => response.setHeader('content-type', 'text/plain').end(words)
    const lead = (to: URL) => response.writeHead(303, { location: to.href }).end()
    switch (url.pathname) {
      case '/sign-in':
        return lead(await signIn())
      case '/callback':
        return say(url.searchParams.get('error') ?? (await comeBack(url)))
      case '/sign-out':
        return lead(
          client.buildEndSessionUrl(registered(), {
            post_logout_redirect_uri: `${origin}/bye`,
            ...(idToken && !url.searchParams.has('unknown') && { id_token_hint: idToken }),
          }),
        )
      case '/logout':
        told.push(new URLSearchParams(await text(request)).get('logout_token') ?? '')
        return response.writeHead(204).end()
      default:
        return say(url.pathname === '/bye' ? 'Goodbye' : 'Nothing here')
    }
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  return {
    origin,
    told,
    details: {
      redirectUris: [`${origin}/callback`],
      postLogoutRedirectUris: [`${origin}/bye`],
      backchannelLogoutUri: `${origin}/logout`,
    },
    register: async (issuer, id, secret) => {
      config = await client.discovery(new URL(issuer), id, secret, undefined, {
        execute: [client.allowInsecureRequests],
      })
    },
    ask: (parameters, { pushed = false } = {}) => {
      asked = parameters
      isPushed = pushed
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
