import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { addKey } from '../support/application.ts'
import type { Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import { addClient, callback, verifier } from '../support/oidc-client.ts'
import {
  addProgram,
  basic,
  codeFor,
  issuer,
  outcomeOf,
  type Program,
  redeem,
  send,
  tokensFor,
} from '../support/oidc-token.ts'
import { addPerson, beginSession, between, house, visitor } from '../support/people.ts'

const { worker, root } = house()
const program = visitor(worker)
const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const now = () => Math.floor(Date.now() / 1000)

let browser: Client
let shared: Program
let open: Program
beforeAll(async () => {
  shared = await addProgram(root)
  open = await addProgram(root, { clientAuthentication: 'none' })
  browser = visitor(worker)
  await beginSession(browser, await addPerson(root))
})

/** The answer to a code of that client, shown with these fields and headers. */
const show = async (
  { id }: { id: string },
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<string> => {
  const code = await codeFor(browser, { id, secret: null })
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    code_verifier: verifier,
    ...fields,
  }
  return outcomeOf(await send(program, '/api/oidc/token', form, headers))
}

describe('a client with a secret', () => {
  it('shows it in the header or in the form, and is who it says', async () => {
    const { id, secret } = shared as { id: string; secret: string }
    const authorization = basic(shared)
    expect(await show(shared, {}, { authorization })).toBe('fine 200')
    expect(await show(shared, { client_id: id }, { authorization })).toBe('fine 200')
    expect(await show(shared, { client_id: id, client_secret: secret })).toBe('fine 200')
    const encoded = `Basic ${btoa(`${id.replaceAll('-', '%2D')}:${secret.replaceAll('_', '%5F')}`)}`
    expect(await show(shared, {}, { authorization: encoded })).toBe('fine 200')
  })

  it('shows it in one way, and names itself alone', async () => {
    const { id, secret } = shared as { id: string; secret: string }
    const authorization = basic(shared)
    expect(await show(shared, { client_secret: secret }, { authorization })).toBe(
      'invalid_request 400',
    )
    expect(await show(shared, { client_id: open.id }, { authorization })).toBe(
      'invalid_request 400',
    )
    expect(await show(shared, { client_id: id })).toBe('invalid_client 401')
  })

  it.each([
    ['a wrong secret', (id: string) => `Basic ${btoa(`${id}:lks_${'A'.repeat(43)}`)}`],
    ['no secret', (id: string) => `Basic ${btoa(`${id}:`)}`],
    ['the name of nobody', () => `Basic ${btoa(`' OR 1=1 --:lks_${'A'.repeat(43)}`)}`],
    ['a broken percent sign', (id: string) => `Basic ${btoa(`${id}:%zz`)}`],
    ['no base64', () => 'Basic ????'],
    ['another scheme', (id: string) => `Bearer ${id}`],
    ['nothing', () => ''],
  ])('is nobody with %s', async (_, header) => {
    const authorization = header(shared.id)
    const code = await codeFor(browser, shared)
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier }
    const answer = await send(
      program,
      '/api/oidc/token',
      { ...form, redirect_uri: callback },
      { authorization },
    )
    expect(outcomeOf(answer)).toBe('invalid_client 401')
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Latchkey"')
  })

  it('may have two at a time; one that was deleted, or that has run out, is none', async () => {
    const path = `/api/admin/applications/${shared.id}`
    const next = await addKey(root, path, { expiresInDays: 1 })
    const with2 = { authorization: basic({ ...shared, secret: next.secret }) }
    expect(await show(shared, {}, with2)).toBe('fine 200')
    await change('UPDATE application_key SET expires_at = ? WHERE id = ?', now(), next.id)
    expect(await show(shared, {}, with2)).toBe('invalid_client 401')
    const third = await addKey(root, path)
    const with3 = { authorization: basic({ ...shared, secret: third.secret }) }
    await root.delete(`${path}/keys/${third.id}`)
    expect(await show(shared, {}, with3)).toBe('invalid_client 401')
    expect(await show(shared, {}, { authorization: basic(shared) })).toBe('fine 200')
  })

  it('is not another client by its own secret', async () => {
    const other = await addProgram(root)
    const authorization = basic({ ...shared, secret: other.secret })
    expect(await show(shared, {}, { authorization })).toBe('invalid_client 401')
  })

  it('shows people in the console that the secret is in use', async () => {
    const used = async () =>
      (
        await rows(
          'SELECT last_used_at FROM application_key WHERE application_id = ? ORDER BY created_at',
          shared.id,
        )
      )[0]?.['last_used_at']
    await show(shared, {}, { authorization: basic(shared) })
    const first = await used()
    pass(30)
    await show(shared, {}, { authorization: basic(shared) })
    expect(await used()).toBe(first)
  })

  it('gets nothing while it is disabled, and nothing where it turns into one between two trips', async () => {
    const doomed = await addProgram(root)
    const path = `/api/admin/applications/${doomed.id}`
    const code = await codeFor(browser, doomed)
    const lost = await between(
      worker,
      2,
      () => redeem(program, doomed, code),
      () => root.post(`${path}/disable`, {}),
    )
    expect(outcomeOf(lost)).toBe('invalid_grant 400')
    expect(outcomeOf(await redeem(program, doomed, code))).toBe('invalid_client 401')
    await root.post(`${path}/enable`, {})
    const [key] = await rows('SELECT id FROM application_key WHERE application_id = ?', doomed.id)
    const again = await codeFor(browser, doomed)
    const keyless = await between(
      worker,
      2,
      () => redeem(program, doomed, again),
      () => root.delete(`${path}/keys/${String(key?.['id'])}`),
    )
    expect(outcomeOf(keyless)).toBe('invalid_grant 400')
  })
})

describe('a public client', () => {
  it('says its name, and has nothing to show', async () => {
    expect(await show(open, { client_id: open.id })).toBe('fine 200')
    expect(await show(open, { client_id: open.id, client_secret: '' })).toBe('fine 200')
    const authorization = `Basic ${btoa(`${open.id}:`)}`
    expect(await show(open, {}, { authorization })).toBe('fine 200')
    expect(await show(open, {})).toBe('invalid_client 401')
    const { secret } = await addKey(root, `/api/admin/applications/${shared.id}`)
    expect(await show(open, { client_id: open.id, client_secret: secret })).toBe(
      'invalid_client 401',
    )
  })

  it('K33: cannot leave the verifier out', async () => {
    const code = await codeFor(browser, open)
    const answer = await redeem(program, open, code, { code_verifier: null })
    expect(outcomeOf(answer)).toBe('invalid_request 400')
  })
})

describe('a client that signs (RFC 7523)', () => {
  type Pair = { private: JWK; public: JWK }
  const pairOf = async (alg: string): Promise<Pair> => {
    const pair = await generateKeyPair(alg, { extractable: true })
    return { private: await exportJWK(pair.privateKey), public: await exportJWK(pair.publicKey) }
  }
  let ec: Pair
  let stranger: Pair
  let signer: { id: string }
  beforeAll(async () => {
    const [rsa, okp] = [await pairOf('PS256'), await pairOf('EdDSA')]
    ec = await pairOf('ES256')
    stranger = await pairOf('ES256')
    pairs = { ES256: ec, RS256: rsa, PS256: rsa, EdDSA: okp }
    const jwks = [{ ...ec.public, kid: 'ec' }, rsa.public, okp.public]
    signer = { id: await addClient(root, { clientAuthentication: 'private_key_jwt', jwks }) }
  })
  let pairs: Record<string, Pair>

  type Bent = {
    claims?: Record<string, unknown>
    header?: Record<string, unknown>
    alg?: string
    key?: JWK
  }
  const assertion = async ({ claims = {}, header = {}, alg = 'ES256', key }: Bent = {}) =>
    new SignJWT({
      iss: signer.id,
      sub: signer.id,
      aud: issuer,
      jti: crypto.randomUUID(),
      iat: now(),
      exp: now() + 60,
      ...claims,
    })
      .setProtectedHeader({ alg, ...header })
      .sign(await importJWK(key ?? pairs[alg]?.private ?? ec.private, alg))

  const prove = async (bent: Bent = {}, fields: Record<string, string> = {}) =>
    show(signer, {
      client_assertion_type: type,
      client_assertion: await assertion(bent),
      ...fields,
    })

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('is believed by its %s key', async (alg) => {
    expect(await prove({ alg })).toBe('fine 200')
  })

  it.each([
    ['ourselves', issuer],
    ['the token endpoint', `${issuer}/api/oidc/token`],
    ['us as a list of one', [issuer]],
  ])('may mean it for %s', async (_, aud) => {
    expect(await prove({ claims: { aud } })).toBe('fine 200')
  })

  it('says the same thing once', async () => {
    const jti = 'once'
    expect(await prove({ claims: { jti } })).toBe('fine 200')
    expect(await prove({ claims: { jti } })).toBe('invalid_grant 400')
  })

  it('says the same thing once, also twenty times in parallel', async () => {
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeFor(browser, { id: signer.id, secret: null })),
    )
    const proof = await assertion()
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(
      codes.map((code) =>
        send(program, '/api/oidc/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: callback,
          code_verifier: verifier,
          client_assertion_type: type,
          client_assertion: proof,
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  const wrong: [string, () => Promise<Bent> | Bent][] = [
    ['a key of somebody else', () => ({ key: stranger.private })],
    [
      'a key of somebody else that it brings along',
      () => ({ key: stranger.private, header: { jwk: stranger.public, jku: 'https://e.example' } }),
    ],
    ['a kid of none of its keys', () => ({ header: { kid: 'nope' } })],
    ['a path for a kid', () => ({ header: { kid: '../../dev/null' } })],
    ['SQL for a kid', () => ({ header: { kid: "ec' OR '1'='1" } })],
    ['another for whom it speaks', () => ({ claims: { iss: shared.id } })],
    ['another audience', () => ({ claims: { aud: 'https://other.example' } })],
    ['an audience beside us', () => ({ claims: { aud: [issuer, 'https://other.example'] } })],
    ['the address of another endpoint', () => ({ claims: { aud: `${issuer}/api/oidc/par` } })],
    ['no end', () => ({ claims: { exp: undefined } })],
    ['an end long ago', () => ({ claims: { exp: now() - 60 } })],
    ['an end far away', () => ({ claims: { exp: now() + 700 } })],
    ['a beginning to come', () => ({ claims: { nbf: now() + 60 } })],
    ['no name of its own', () => ({ claims: { jti: undefined } })],
    ['an empty name', () => ({ claims: { jti: '' } })],
    ['a number for a name', () => ({ claims: { jti: 5 } })],
  ]
  it.each(wrong)('O04: is nobody with %s', async (_, bend) => {
    expect(await prove(await bend())).toBe('invalid_client 401')
  })

  it.each([
    ['nothing (alg none)', async () => `${encode({ alg: 'none' })}.${await claimsPart()}.`],
    ['HS256 with its public key', async () => hmac(JSON.stringify(ec.public))],
    ['HS256 with its name', async () => hmac(signer.id)],
    ['an ID token of ours', async () => (await tokensFor(browser, shared)).id_token],
    ['text', () => Promise.resolve('nonsense')],
    ['three dots', () => Promise.resolve('...')],
  ])('O04: is nobody that signs with %s', async (_, made) => {
    const proof = { client_assertion_type: type, client_assertion: await made() }
    expect(await show(signer, proof)).toBe('invalid_client 401')
  })

  const encode = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const claimsPart = async () => (await assertion()).split('.')[1]
  const hmac = (secret: string) =>
    new SignJWT({ iss: signer.id, sub: signer.id, aud: issuer, jti: 'h', exp: now() + 60 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret.padEnd(32, ' ')))

  it('has no secret, and nobody signs who is registered with one', async () => {
    expect(await show(signer, { client_id: signer.id })).toBe('invalid_client 401')
    const proof = { client_assertion_type: type, client_assertion: await assertion() }
    expect(await show(shared, proof)).toBe('invalid_grant 400')
    expect(await show(signer, { ...proof, client_id: shared.id })).toBe('invalid_request 400')
    expect(await show(signer, { ...proof, client_assertion_type: 'x' })).toBe('invalid_request 400')
    const authorization = basic(shared)
    expect(await show(signer, proof, { authorization })).toBe('invalid_request 400')
  })
})
