/** An OpenID Connect client as the program that it is: what it asks for by itself. */
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { addKey } from './application.ts'
import type { Answer, Client } from './client.ts'
import { addClient, answerIn, authorize, callback, verifier } from './oidc-client.ts'
import { expectStatus } from './people.ts'

export const issuer = 'http://localhost:8787'

/** Null: a public client, which has no secret. */
export type Program = { id: string; secret: string | null }

type Fields = Record<string, unknown>

/** A client with a secret, as a super admin adds it. */
export const addProgram = async (
  root: Client,
  details: Fields = {},
  fields: Fields = {},
): Promise<Program> => {
  const id = await addClient(root, details, fields)
  if (details['clientAuthentication'] === 'none') return { id, secret: null }
  return { id, secret: (await addKey(root, `/api/admin/applications/${id}`)).secret }
}

export const basic = ({ id, secret }: Program): string => `Basic ${btoa(`${id}:${secret ?? ''}`)}`

export type Form = Record<string, string | null> | string

/** Sends a form as programs do: from no page. Null leaves a field out. */
export const send = (
  program: Client,
  path: string,
  fields: Form,
  headers: Record<string, string | null> = {},
): Promise<Answer> => {
  const text =
    typeof fields === 'string'
      ? fields
      : new URLSearchParams(
          Object.entries(fields).filter((one): one is [string, string] => one[1] !== null),
        ).toString()
  return program.post(path, text, {
    'content-type': 'application/x-www-form-urlencoded',
    origin: null,
    ...headers,
  })
}

/** The same as that client, in the way that it is registered with. */
export const ask = (
  browser: Client,
  program: Program,
  path: string,
  fields: Record<string, string | null>,
): Promise<Answer> =>
  program.secret === null
    ? send(browser, path, { client_id: program.id, ...fields })
    : send(browser, path, fields, { authorization: basic(program) })

/** A code for whoever is signed in there. */
export const codeFor = async (
  browser: Client,
  { id }: Program,
  more: Record<string, string | null> = {},
): Promise<string> => {
  const { code, ...rest } = answerIn(await authorize(browser, id, more))
  if (code === undefined) throw new Error(`no code: ${JSON.stringify(rest)}`)
  return code
}

/** Asks for tokens by a code, rightly but for what is said. */
export const redeem = (
  browser: Client,
  program: Program,
  code: string,
  more: Record<string, string | null> = {},
): Promise<Answer> =>
  ask(browser, program, '/api/oidc/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    code_verifier: verifier,
    ...more,
  })

export const refresh = (
  browser: Client,
  program: Program,
  token: string,
  more: Record<string, string | null> = {},
): Promise<Answer> =>
  ask(browser, program, '/api/oidc/token', {
    grant_type: 'refresh_token',
    refresh_token: token,
    ...more,
  })

export type Tokens = {
  access_token: string
  id_token: string
  refresh_token: string
  scope: string
  expires_in: number
}

/** What that client gets of whoever is signed in there. */
export const tokensFor = async (
  browser: Client,
  program: Program,
  scope = 'openid profile offline_access',
): Promise<Tokens> => {
  const code = await codeFor(browser, program, { scope })
  return expectStatus(await redeem(browser, program, code), 200).body as Tokens
}

export const userinfo = (browser: Client, token: string): Promise<Answer> =>
  browser.get('/api/oidc/userinfo', { authorization: `Bearer ${token}`, origin: null })

/** A token as anybody can read it who holds it. */
export const read = (token: string) => ({
  header: decodeProtectedHeader(token),
  claims: decodeJwt<Record<string, unknown>>(token),
})

/** `invalid_grant 400`: what became of a request. */
export const outcomeOf = ({ status, body }: Answer): string =>
  `${(body as { error?: string }).error ?? 'fine'} ${status}`
