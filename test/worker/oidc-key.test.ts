import { createLocalJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseKeyring } from '../../worker/crypto/keyring.ts'
import { open } from '../../worker/crypto/seal.ts'
import { rotateSigningKeys } from '../../worker/jobs/signing-key.ts'
import type { Client } from '../support/client.ts'
import { days, pass } from '../support/clock.ts'
import { change, dump, rows } from '../support/database.ts'
import {
  addProgram,
  issuer,
  outcomeOf,
  type Program,
  read,
  refresh,
  tokensFor,
  userinfo,
} from '../support/oidc-token.ts'
import { addPerson, beginSession, house, type Person, visitor } from '../support/people.ts'

const { worker, root } = house()
const program = visitor(worker)
const ring = parseKeyring('MASTER_KEYS', env.MASTER_KEYS)
const now = () => Math.floor(Date.now() / 1000)
const runJob = () => rotateSigningKeys(worker.d1.db, ring, now())

let wiki: Program
let person: Person
let browser: Client
beforeAll(async () => {
  wiki = await addProgram(root)
  person = await addPerson(root)
  browser = visitor(worker)
  await beginSession(browser, person)
})
beforeEach(async () => {
  await change('DELETE FROM signing_key')
  await change(`UPDATE application SET details = json_set(details, '$.idTokenAlgorithm', 'ES256')`)
})

/** As if the keys that there are had been made so long ago. */
const age = (seconds: number) =>
  change('UPDATE signing_key SET active_from = active_from - ?', seconds)

const published = async (): Promise<JWK[]> => (await program.get('/api/oidc/jwks')).body.keys
const kids = async () => (await published()).map(({ kid }) => kid)

describe('published keys', () => {
  it('are there before the first signs: who keeps them for minutes knows it', async () => {
    const [asked, again] = await Promise.all([published(), published()])
    expect(asked).toHaveLength(1)
    expect(again).toEqual(asked)
    const { id_token: token } = await tokensFor(browser, wiki)
    await jwtVerify(token, createLocalJWKSet({ keys: asked }), { issuer, audience: wiki.id })
    expect((await program.get('/api/forward-auth/jwks')).body.keys).toHaveLength(1)
  })

  it('verify what they signed, may be kept for minutes, and are public alone', async () => {
    const old = await addProgram(root, { idTokenAlgorithm: 'RS256' })
    const tokens = await tokensFor(browser, wiki)
    const rsa = await tokensFor(browser, old)
    const answer = await program.get('/api/oidc/jwks')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    const keys = createLocalJWKSet(answer.body)
    const expected = { issuer, audience: wiki.id, typ: 'JWT' }
    expect((await jwtVerify(tokens.id_token, keys, expected)).payload.sub).toBe(person.id)
    const rs256 = await jwtVerify(rsa.id_token, keys, { audience: old.id, algorithms: ['RS256'] })
    expect(rs256.payload.sub).toBe(person.id)
    expect(read(rsa.access_token).header.alg).toBe('ES256')
    for (const key of answer.body.keys as JWK[]) {
      const members = Object.keys(key).filter(
        (name) => !['kty', 'kid', 'alg', 'use'].includes(name),
      )
      expect(['crv,x,y', 'e,n']).toContain(members.toSorted().join())
    }
  })

  it('are stored with their secret halves sealed', async () => {
    await tokensFor(browser, wiki)
    const [row] = await rows('SELECT kid, sealed FROM signing_key')
    const place = {
      table: 'signing_key',
      column: 'sealed',
      row: String(row?.['kid']),
      owner: 'oidc',
    }
    const secret = await open(ring, place, Uint8Array.from(row?.['sealed'] as number[]))
    const { d } = JSON.parse(new TextDecoder().decode(secret ?? undefined)) as JWK
    expect(d).toMatch(/^[\w-]{43}$/)
    expect(await dump()).not.toContain(d)
  })

  it('are made once, however many need the first', async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => tokensFor(browser, wiki)))
    expect(new Set(codes.map(({ id_token: token }) => read(token).header.kid)).size).toBe(1)
    expect(await kids()).toHaveLength(1)
  })
})

describe('keys follow one another', () => {
  it('published a day before it is their turn, and a day after', async () => {
    await runJob()
    const [first] = await kids()
    pass(days(28))
    await runJob()
    expect(await kids()).toEqual([first])
    pass(days(1))
    await runJob()
    const [second] = (await kids()).filter((kid) => kid !== first)
    expect(second).toBeDefined()
    pass(days(1))
    await runJob()
    expect(new Set(await kids())).toEqual(new Set([first, second]))
    pass(days(1))
    await runJob()
    expect(await kids()).toEqual([second])
    const [gone] = await rows('SELECT sealed FROM signing_key WHERE kid = ?', first)
    expect(gone?.['sealed']).toEqual([])
  })

  it('and the one whose turn it is signs', async () => {
    await runJob()
    const [first] = await kids()
    const signer = async () => read((await tokensFor(browser, wiki)).access_token).header.kid
    await age(days(29))
    expect(await signer()).toBe(first)
    await runJob()
    expect(await kids()).toHaveLength(2)
    expect(await signer()).toBe(first)
    await age(days(1))
    expect(await signer()).not.toBe(first)
  })

  it('though several run at once, and though none ran for long', async () => {
    await Promise.all([runJob(), runJob(), runJob()])
    expect(await kids()).toHaveLength(1)
    pass(days(100))
    await Promise.all([runJob(), runJob(), runJob()])
    const all = await rows('SELECT active_from FROM signing_key ORDER BY active_from')
    expect(all).toHaveLength(2)
    expect(Number(all[1]?.['active_from'])).toBeGreaterThanOrEqual(now() + days(1))
  })

  it('with RSA only where a client reads it', async () => {
    await runJob()
    expect((await published()).map(({ alg }) => alg)).toEqual(['ES256'])
    await addProgram(root, { idTokenAlgorithm: 'RS256' })
    await runJob()
    expect(new Set((await published()).map(({ alg }) => alg))).toEqual(new Set(['ES256', 'RS256']))
  })
})

describe('a super admin', () => {
  const rotate = (body: object) => root.post('/api/admin/signing-keys/rotate', body)
  const es256 = { purpose: 'oidc', algorithm: 'ES256' }

  it('withdraws a key that leaked: nothing that it signed is believed any more', async () => {
    const { access_token: token, refresh_token: next } = await tokensFor(browser, wiki)
    const [leaked] = await kids()
    expect((await userinfo(program, token)).status).toBe(200)
    const { status, body } = await rotate({ ...es256, withdraw: true })
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/sealed|"d"/)
    expect(await kids()).not.toContain(leaked)
    expect(outcomeOf(await userinfo(program, token))).toBe('invalid_token 401')
    const after = await refresh(program, wiki, next)
    expect(read(after.body.access_token).header.kid).not.toBe(leaked)
    const lines = await rows(`SELECT outcome FROM audit WHERE action = 'signing-key-rotated'`)
    expect(lines.map(({ outcome }) => outcome)).toContain('withdrawn')
  })

  it('may let one follow early, and whoever waits for its turn is given up', async () => {
    await runJob()
    await age(days(29))
    await runJob()
    const before = await kids()
    expect(before).toHaveLength(2)
    await rotate(es256)
    const { body } = await root.get('/api/admin/signing-keys')
    const states = (body.keys as { withdrawnAt: number | null; activeFrom: number }[]).map(
      ({ withdrawnAt, activeFrom }) => [withdrawnAt === null, activeFrom <= now()],
    )
    expect(states).toEqual(
      expect.arrayContaining([
        [true, true],
        [true, true],
        [false, false],
      ]),
    )
    const { header } = read((await tokensFor(browser, wiki)).access_token)
    expect(before).not.toContain(header.kid)
  })
})

describe('O04, R29: an access token', () => {
  /** A token as the server would make it, but for what is bent. */
  const forge = async (
    bend: (claims: Record<string, unknown>, header: Record<string, unknown>) => void,
    key?: { jwk: JWK; alg: string },
  ): Promise<string> => {
    const { access_token: token } = await tokensFor(browser, wiki)
    const { claims, header } = read(token) as { claims: object; header: object }
    const [row] = await rows(`SELECT kid, sealed FROM signing_key WHERE algorithm = 'ES256'`)
    const place = {
      table: 'signing_key',
      column: 'sealed',
      row: String(row?.['kid']),
      owner: 'oidc',
    }
    const secret = await open(ring, place, Uint8Array.from(row?.['sealed'] as number[]))
    const own = JSON.parse(new TextDecoder().decode(secret ?? undefined)) as JWK
    const bent = { claims: { ...claims }, header: { ...header } as Record<string, unknown> }
    bend(bent.claims, bent.header)
    const alg = key?.alg ?? 'ES256'
    return new SignJWT(bent.claims)
      .setProtectedHeader({ ...bent.header, alg })
      .sign(await importJWK(key?.jwk ?? own, alg))
  }
  const asked = async (token: string) => outcomeOf(await userinfo(program, token))

  it('is believed as it was made', async () => {
    expect(await asked(await forge(() => undefined))).toBe('fine 200')
  })

  it.each<[string, (claims: Record<string, unknown>, header: Record<string, unknown>) => void]>([
    ['of another issuer', (claims) => (claims['iss'] = 'https://other.example')],
    ['for an API alone', (claims) => (claims['aud'] = ['https://api.example'])],
    ['of another type', (_, header) => (header['typ'] = 'JWT')],
    ['of no type', (_, header) => delete header['typ']],
    ['without an end', (claims) => delete claims['exp']],
    ['that has run out', (claims) => (claims['exp'] = now() - 1)],
    ['of another client', (claims) => (claims['client_id'] = crypto.randomUUID())],
    ['of no grant', (claims) => (claims['grant_id'] = crypto.randomUUID())],
    ['of SQL for a grant', (claims) => (claims['grant_id'] = "' OR '1'='1")],
    ['of another person', (claims) => (claims['sub'] = crypto.randomUUID())],
    ['with a path for a kid', (_, header) => (header['kid'] = '../../etc/passwd')],
    ['with SQL for a kid', (_, header) => (header['kid'] = "x' UNION SELECT '")],
    ['without a kid', (_, header) => delete header['kid']],
  ])('is refused %s, signed as it may be', async (_, bend) => {
    expect(await asked(await forge(bend))).toBe('invalid_token 401')
  })

  it('is refused that a key signed which it brings along', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])
    if (!('privateKey' in pair)) throw new Error('no pair')
    const secret = (await crypto.subtle.exportKey('jwk', pair.privateKey)) as JWK
    const { d: _, key_ops: __, ...jwk } = secret
    const token = await forge(
      (_claims, header) => Object.assign(header, { jwk, jku: 'https://e.example/keys' }),
      { jwk: { ...secret, key_ops: ['sign'] }, alg: 'ES256' },
    )
    expect(await asked(token)).toBe('invalid_token 401')
  })

  it('is refused with alg none, and with HS256 and a published key', async () => {
    const { access_token: token } = await tokensFor(browser, wiki)
    const [head = '', payload = '', signature = ''] = token.split('.')
    const encode = (text: string) =>
      btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    const none = encode(atob(head).replace('ES256', 'none'))
    expect(await asked(`${none}.${payload}.`)).toBe('invalid_token 401')
    expect(await asked(`${none}.${payload}.${signature}`)).toBe('invalid_token 401')
    const [published1] = await published()
    const secret = new TextEncoder().encode(JSON.stringify(published1))
    const k = encode(String.fromCodePoint(...secret))
    const hs256 = await forge(() => undefined, { jwk: { kty: 'oct', k }, alg: 'HS256' })
    expect(await asked(hs256)).toBe('invalid_token 401')
    expect(await asked(`${token.slice(0, -6)}AAAAAA`)).toBe('invalid_token 401')
    expect(await asked(`${head}.${payload}`)).toBe('invalid_token 401')
    expect(await asked('x'.repeat(9000))).toBe('invalid_token 401')
  })

  it('is not an ID token, nor any other token of ours', async () => {
    const tokens = await tokensFor(browser, wiki)
    expect(await asked(tokens.id_token)).toBe('invalid_token 401')
    expect(await asked(tokens.refresh_token)).toBe('invalid_token 401')
  })

  it('is no hint of who signed in', async () => {
    const { access_token: token } = await tokensFor(browser, wiki)
    const query = new URLSearchParams({
      client_id: wiki.id,
      redirect_uri: 'https://wiki.example/callback',
      response_type: 'code',
      scope: 'openid',
      prompt: 'none',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      id_token_hint: token,
    })
    const answer = await browser.get(`/api/oidc/authorize?${query.toString()}`)
    expect(answer.headers.get('location')).toContain('error=')
    expect(answer.headers.get('location')).not.toContain('code=')
  })
})
