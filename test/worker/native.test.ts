import { Hono } from 'hono'
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { latchkey, type LatchkeyEnv, type LatchkeyOptions } from '../../worker/native/latchkey.ts'
import { pass } from '../support/clock.ts'
import { addProgram, codeFor, redeem } from '../support/oidc-token.ts'
import { house, visitor } from '../support/people.ts'
import { addSite, signedInAt, type Site, visitSite } from '../support/site.ts'

const { worker, root } = house()
const issuer = 'http://localhost:8787'

/** Somebody else's Worker; what it fetches comes from ours. */
const program = (options: Partial<LatchkeyOptions> & { audience: string }) => {
  let hops = 0
  const fetch = (address: string, init: RequestInit) => {
    hops += 1
    return worker.send(new Request(address, init))
  }
  const app = new Hono<LatchkeyEnv>()
    .use(latchkey({ issuer, fetch, ...options }))
    .get('/', (c) => c.json(c.var.latchkey))
  const ask = async (headers: Record<string, string>) => {
    const response = await app.request('/', { headers })
    return { status: response.status, body: await response.json<Record<string, unknown>>() }
  }
  return { ask, hops: () => hops }
}

describe('latchkey()', () => {
  let site: Site
  beforeAll(async () => {
    site = await addSite(root)
  })
  const assertionOf = async (fields?: Record<string, unknown>) => {
    const { browser, person } = await visitSite(worker, root, site, fields)
    const { headers } = await browser.ask('/')
    return { person, assertion: headers.get('latchkey-assertion') ?? '' }
  }

  it('knows whom an assertion names, and fetches keys once for many requests', async () => {
    const { ask, hops } = program({ audience: site.origin })
    const { person, assertion } = await assertionOf()
    for (const _ of [1, 2, 3]) {
      const { status, body } = await ask({ 'latchkey-assertion': assertion })
      expect(status).toBe(200)
      expect(body).toMatchObject({
        subject: person.id,
        username: person.username,
        groups: [],
        role: 'user',
        amr: ['pwd'],
        acr: 'aal1',
      })
    }
    expect(hops()).toBe(1)
    pass(71)
    expect((await ask({ 'latchkey-assertion': assertion })).status).toBe(401)
  })

  it('knows the bearer of an access token that is for it', async () => {
    const api = 'https://api.example/'
    const client = await addProgram(root, { audienceUri: api })
    const { person, portal } = await signedInAt(worker, root)
    const tokens = await redeem(visitor(worker), client, await codeFor(portal, client))
    const { access_token: token, id_token: idToken } = tokens.body
    const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
    const { ask } = program({ audience: api })
    const { status, body } = await ask(bearer(token))
    expect([status, body['subject']]).toEqual([200, person.id])
    expect((await ask(bearer(idToken))).status).toBe(401)
    expect((await program({ audience: site.origin }).ask(bearer(token))).status).toBe(401)
    // One kind of proof does not pass for the other.
    const { assertion } = await assertionOf()
    const { ask: atSite } = program({ audience: site.origin })
    expect((await atSite(bearer(assertion))).status).toBe(401)
    expect((await ask({ 'latchkey-assertion': token })).status).toBe(401)
  })

  it('lets in by role and by group', async () => {
    const group = (await root.post('/api/admin/groups', { name: 'Desk' })).body.id
    const { assertion } = await assertionOf({ groups: [group] })
    const statusFor = async (wanted: Partial<LatchkeyOptions>) =>
      (await program({ audience: site.origin, ...wanted }).ask({ 'latchkey-assertion': assertion }))
        .status
    expect(await statusFor({ groups: 'Desk' })).toBe(200)
    expect(await statusFor({ groups: ['Other', 'Desk'], role: ['user', 'admin'] })).toBe(200)
    expect(await statusFor({ groups: ['Other'] })).toBe(403)
    expect(await statusFor({ groups: [] })).toBe(403)
    expect(await statusFor({ role: 'admin' })).toBe(403)
  })

  it('believes no header that anybody can send', async () => {
    const { ask } = program({ audience: site.origin })
    const names = ['remote-user', 'remote-groups', 'x-forwarded-user', 'latchkey-user']
    const { status, body } = await ask(Object.fromEntries(names.map((name) => [name, 'root'])))
    expect(status).toBe(401)
    expect(body).toEqual({ type: 'about:blank', title: 'Sign in first', status: 401 })
  })

  it('lets in nobody while keys cannot be fetched', async () => {
    const { assertion } = await assertionOf()
    const broken = () => Promise.reject(new TypeError('Network connection lost'))
    const { ask } = program({ audience: site.origin, fetch: broken })
    expect((await ask({ 'latchkey-assertion': assertion })).status).toBe(503)
  })
})

describe('R29: latchkey() with keys that were given', () => {
  const audience = 'https://wiki.example'
  const typ = 'latchkey-assertion+jwt'
  const made = async () => {
    const pair = await generateKeyPair('ES256', { extractable: true })
    return { ...pair, jwk: await exportJWK(pair.publicKey) }
  }
  const claims = { sub: 'person', iss: issuer, aud: audience }
  let ours: Awaited<ReturnType<typeof made>>
  let foreign: Awaited<ReturnType<typeof made>>
  let jwks: JSONWebKeySet
  beforeAll(async () => {
    ours = await made()
    foreign = await made()
    jwks = { keys: [{ ...ours.jwk, kid: 'one', alg: 'ES256', use: 'sig' }] }
  })

  type Forged = { header?: object; payload?: object; key?: CryptoKey | Uint8Array }
  const statusOf = async ({ header = {}, payload = {}, key }: Forged): Promise<number> => {
    const now = Math.floor(Date.now() / 1000)
    const text = await new SignJWT({ ...claims, iat: now, exp: now + 60, ...payload })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', typ, ...header })
      .sign(key ?? ours.privateKey)
    const { ask } = program({ audience, jwks: { assertions: jwks } })
    return (await ask({ 'latchkey-assertion': text })).status
  }

  it('takes what is signed by them, without a hop', async () => {
    expect(await statusOf({})).toBe(200)
    const now = Math.floor(Date.now() / 1000)
    expect(await statusOf({ payload: { exp: now - 5 } })).toBe(200)
  })

  it('refuses every other claim, type and key', async () => {
    const now = Math.floor(Date.now() / 1000)
    const embedded = { jwk: foreign.jwk, jku: 'https://evil.example/jwks', x5u: 'https://evil' }
    const secret = new TextEncoder().encode(JSON.stringify(ours.jwk))
    const forged: Record<string, Forged> = {
      'another issuer': { payload: { iss: 'https://evil.example' } },
      'another audience': { payload: { aud: 'https://other.example' } },
      'no audience': { payload: { aud: undefined } },
      'no subject': { payload: { sub: undefined } },
      'an empty subject': { payload: { sub: '' } },
      'no end': { payload: { exp: undefined } },
      'an end that is past': { payload: { exp: now - 11 } },
      'not yet': { payload: { nbf: now + 60 } },
      'another type': { header: { typ: 'JWT' } },
      'an access token': { header: { typ: 'at+jwt' } },
      'no type': { header: { typ: undefined } },
      'a foreign key': { key: foreign.privateKey },
      'its own key': { key: foreign.privateKey, header: embedded },
      'an unknown key': { header: { kid: '../../dev/null' } },
      'HS256 by the public key': { header: { alg: 'HS256' }, key: secret },
    }
    for (const [name, one] of Object.entries(forged))
      expect([name, await statusOf(one)]).toEqual([name, 401])
  })

  it('is not there where it is not said who vouches, or for whom', () => {
    for (const options of [{ audience: '' }, { audience, issuer: '' }])
      expect(() => program({ ...options, jwks: { assertions: jwks } })).toThrow(TypeError)
  })

  it('refuses what is no token, twice a token, too long, or unsigned', async () => {
    const { ask } = program({ audience, jwks: { assertions: jwks } })
    const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '')
    const none = `${part({ alg: 'none', typ })}.${part({ ...claims, iat: 1, exp: 9e9 })}.`
    for (const text of ['', 'x', 'a.b.c', none, none + none, 'x'.repeat(20_000)])
      expect((await ask({ 'latchkey-assertion': text })).status).toBe(401)
    const { ask: tokens } = program({ audience, jwks: { assertions: jwks } })
    expect((await tokens({ authorization: `Bearer ${none}` })).status).toBe(401)
  })
})
