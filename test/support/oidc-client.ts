/** An OpenID Connect client as browsers are sent by it: what it asks for, and what comes back. */
import type { Answer, Client } from './client.ts'
import { addApplication } from './application.ts'

export const callback = 'https://wiki.example/callback'

/** S256 of `verifier` (RFC 7636, appendix B). */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

type Details = Record<string, unknown>

/** A client of that name, as a super admin adds it; its id. */
export const addClient = async (
  root: Client,
  details: Details = {},
  fields: Details = {},
): Promise<string> => {
  const path = await addApplication(root, 'oidc', {
    name: 'Wiki',
    ...fields,
    details: { redirectUris: [callback], ...details },
  })
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The parameters of a request in order; null leaves one out. */
export const parametersOf = (
  clientId: string,
  more: Record<string, string | null> = {},
): URLSearchParams => {
  const all = {
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }
  const given = Object.entries(all).filter((one): one is [string, string] => one[1] !== null)
  return new URLSearchParams(given)
}

/** Where a browser is led that such a client sends to us. */
export const authorize = async (
  browser: Client,
  clientId: string,
  more: Record<string, string | null> = {},
): Promise<URL> => locationOf(await browser.get(authorizePath(parametersOf(clientId, more))))

export const authorizePath = (params: URLSearchParams): string =>
  `/api/oidc/authorize?${params.toString()}`

export const locationOf = (answer: Answer): URL => {
  const location = answer.headers.get('location')
  if (answer.status !== 303 || location === null)
    throw new Error(`no redirect but ${answer.status}: ${JSON.stringify(answer.body)}`)
  return new URL(location, 'http://localhost:8787')
}

/** What our page asks on behalf of whoever was led to it, and then what they say to it. */
export const ask = async (
  browser: Client,
  page: URL,
  consent?: 'given' | 'refused',
): Promise<Answer> => {
  const query = page.search.slice(1)
  const asked = await browser.post('/api/authorization', { query })
  if (!consent) return asked
  const { person } = asked.body as { person?: string }
  return browser.post('/api/authorization', { query, consent, ...(person && { person }) })
}

/** How such a redirect answers the client: everything in its query but `iss`. */
export const answerIn = (location: URL): Record<string, string> => {
  const { iss: _, ...rest } = Object.fromEntries(location.searchParams)
  return rest
}
