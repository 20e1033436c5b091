import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { auditOf, rows } from '../support/database.ts'
import { callback, verifier } from '../support/oidc-client.ts'
import {
  addProgram,
  ask,
  basic,
  codeFor,
  issuer,
  outcomeOf,
  type Program,
  read,
  redeem,
  refresh,
  send,
  type Tokens,
  tokensFor,
  userinfo,
} from '../support/oidc-token.ts'
import { addPerson, beginSession, house, type Person, visitor } from '../support/people.ts'
import { addGroup } from '../support/policy.ts'

const { worker, root } = house()
const program = visitor(worker)

let wiki: Program
let other: Program
let person: Person
let browser: Client
beforeAll(async () => {
  wiki = await addProgram(root)
  other = await addProgram(root)
  person = await addPerson(root)
  browser = visitor(worker)
  await beginSession(browser, person)
})

const now = () => Math.floor(Date.now() / 1000)

describe('a code', () => {
  it('brings an ID token that says who it is, and when and how they signed in', async () => {
    const [session] = await rows('SELECT sid, auth_time FROM session WHERE user_id = ?', person.id)
    const { id_token: idToken, access_token: accessToken } = await tokensFor(browser, wiki)
    const { header, claims } = read(idToken)
    expect(header).toEqual({ alg: 'ES256', typ: 'JWT', kid: expect.any(String) })
    expect(claims).toEqual({
      iss: issuer,
      sub: person.id,
      aud: wiki.id,
      iat: now(),
      exp: now() + 300,
      auth_time: session?.['auth_time'],
      acr: 'aal1',
      amr: ['pwd'],
      sid: session?.['sid'],
      nonce: 'nonce-1',
      at_hash: expect.stringMatching(/^[\w-]{22}$/),
      name: person.username,
      preferred_username: person.username,
    })
    expect(accessToken).not.toBe(idToken)
  })

  it('brings an access token for ourselves and for the API of that client (RFC 9068)', async () => {
    const api = 'https://api.example/v1'
    const caller = await addProgram(root, { audienceUri: api })
    const { access_token: token, ...rest } = await tokensFor(browser, caller, 'openid email')
    expect(rest).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid email' })
    expect(rest).not.toHaveProperty('refresh_token')
    const { header, claims } = read(token)
    expect(header).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
    expect(claims).toMatchObject({
      iss: issuer,
      sub: person.id,
      aud: [issuer, api],
      client_id: caller.id,
      scope: 'openid email',
      exp: now() + 300,
      jti: expect.any(String),
    })
    expect(claims).not.toHaveProperty('email')
  })

  it('is redeemed in two trips, and so is a refresh token', async () => {
    const code = await codeFor(browser, wiki, { scope: 'openid offline_access' })
    worker.d1.reset()
    const { body } = await redeem(program, wiki, code)
    expect(worker.d1.trips()).toBe(2)
    worker.d1.reset()
    expect((await refresh(program, wiki, body.refresh_token)).status).toBe(200)
    expect(worker.d1.trips()).toBe(2)
  })

  it('brings what its scopes name, and nothing that is not known', async () => {
    const staff = await addGroup(root, {}, { name: 'Staff' })
    const known = await addPerson(root, {
      email: 'ada@example.org',
      displayName: 'Ada',
      groups: [staff],
    })
    const hers = visitor(worker)
    await beginSession(hers, known)
    const scope = 'openid profile email groups role'
    const tokens = await tokensFor(hers, wiki, scope)
    const who = {
      sub: known.id,
      name: 'Ada',
      preferred_username: known.username,
      email: 'ada@example.org',
      groups: ['Staff'],
      role: 'user',
    }
    expect(read(tokens.id_token).claims).toMatchObject(who)
    expect((await userinfo(program, tokens.access_token)).body).toEqual(who)
    const { id_token: nobodys } = await tokensFor(browser, wiki, 'openid email groups')
    expect(read(nobodys).claims).toMatchObject({ groups: [] })
    expect(read(nobodys).claims).not.toHaveProperty('email')
    expect(read(nobodys).claims).not.toHaveProperty('email_verified')
  })
})

describe('the token endpoint', () => {
  const asked = (fields: Record<string, string> = {}) =>
    new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'A'.repeat(43),
      redirect_uri: callback,
      code_verifier: verifier,
      ...fields,
    }).toString()

  it.each([
    ['a parameter twice', () => `${asked()}&code=B`, {}, 'invalid_request 400'],
    ['JSON', () => '{}', { 'content-type': 'application/json' }, 'invalid_request 400'],
    ['more than 64 KiB', () => `a=${'b'.repeat(70_000)}`, {}, 'invalid_request 400'],
    ['no grant type', () => 'code=A', {}, 'invalid_request 400'],
    [
      'a password',
      () => 'grant_type=password&username=root&password=x',
      {},
      'unsupported_grant_type 400',
    ],
    ['an implicit wish', () => 'grant_type=client_credentials', {}, 'unsupported_grant_type 400'],
    ['bytes that are no text', () => `${asked()}&x=%FF%00%C0`, {}, 'invalid_grant 400'],
  ])('refuses %s', async (_, form, headers, expected) => {
    const authorization = basic(wiki)
    const answer = await send(program, '/api/oidc/token', form(), { authorization, ...headers })
    expect(outcomeOf(answer)).toBe(expected)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('K31: says nothing but that it failed where the database does, at either trip', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    for (const faults of [
      { 1: 'before' },
      { 1: 'after' },
      { 2: 'before' },
      { 2: 'after' },
    ] as const) {
      const code = await codeFor(browser, wiki)
      worker.d1.reset({ faults })
      const { status, body } = await redeem(program, wiki, code)
      worker.d1.reset()
      expect(status).toBe(500)
      expect(JSON.stringify(body)).not.toMatch(/token|D1|network/i)
      // What was written, and its answer lost, is not written twice.
      const again = outcomeOf(await redeem(program, wiki, code))
      expect(again).toBe('2' in faults && faults[2] === 'after' ? 'invalid_grant 400' : 'fine 200')
    }
  })

  it('answers scripts of any site, also its errors, and lets none of them send cookies', async () => {
    const origin = 'https://spa.example'
    const answer = await send(program, '/api/oidc/token', asked(), { origin })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    const preflight = await worker.send(
      new Request(`${issuer}/api/oidc/token`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      }),
    )
    expect(preflight.status).toBe(204)
  })
})

describe('O02: a code', () => {
  const tries: [string, Record<string, string | null>, string][] = [
    ['with the wrong verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant 400'],
    ['without a verifier', { code_verifier: null }, 'invalid_request 400'],
    ['with its challenge as plain verifier', { code_verifier: 'plain' }, 'invalid_request 400'],
    [
      'with the challenge itself',
      { code_verifier: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' },
      'invalid_grant 400',
    ],
    ['for another address', { redirect_uri: `${callback}/` }, 'invalid_grant 400'],
    ['for no address', { redirect_uri: null }, 'invalid_request 400'],
  ]
  it('is refused with anything wrong, and is not spent by it', async () => {
    const code = await codeFor(browser, wiki)
    for (const [what, more, expected] of tries) {
      const outcome = outcomeOf(await redeem(program, wiki, code, more))
      expect(`${what}: ${outcome}`).toBe(`${what}: ${expected}`)
    }
    expect(outcomeOf(await redeem(program, wiki, code))).toBe('fine 200')
  })

  it('is nothing to another client', async () => {
    const code = await codeFor(browser, wiki)
    expect(outcomeOf(await redeem(program, other, code))).toBe('invalid_grant 400')
    expect(outcomeOf(await redeem(program, wiki, code))).toBe('fine 200')
  })

  it('is good for a minute', async () => {
    const [first, second] = [await codeFor(browser, wiki), await codeFor(browser, wiki)]
    pass(59)
    expect(outcomeOf(await redeem(program, wiki, first))).toBe('fine 200')
    pass(2)
    expect(outcomeOf(await redeem(program, wiki, second))).toBe('invalid_grant 400')
  })

  it.each<[string, () => Program, Record<string, string | null>]>([
    ['its client', () => wiki, {}],
    ['who cannot say what it was hashed from', () => wiki, { code_verifier: null }],
    ['who knows nothing of its address', () => wiki, { redirect_uri: null }],
    ['another client', () => other, {}],
    ['somebody who is no client', () => ({ id: wiki.id, secret: `lks_${'A'.repeat(43)}` }), {}],
  ])('R57: shown once more by %s ends all that came of it', async (_, who, more) => {
    const code = await codeFor(browser, wiki, { scope: 'openid offline_access' })
    const { body } = await redeem(program, wiki, code)
    expect((await userinfo(program, body.access_token)).status).toBe(200)
    expect((await redeem(program, who(), code, more)).status).toBeGreaterThanOrEqual(400)
    expect(outcomeOf(await userinfo(program, body.access_token))).toBe('invalid_token 401')
    expect(outcomeOf(await refresh(program, wiki, body.refresh_token))).toBe('invalid_grant 400')
    const noted = (await auditOf(person.id)).filter(
      (line) => line === `grant-ended code-reused@${wiki.id}`,
    )
    expect(noted.length).toBeGreaterThan(0)
  })

  it('twenty times in parallel is good for one, and then for none', async () => {
    const code = await codeFor(browser, wiki, { scope: 'openid offline_access' })
    worker.d1.reset({ latencyMs: 200 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => redeem(visitor(worker), wiki, code)),
    )
    worker.d1.reset()
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    const [{ access_token: token, refresh_token: next }] = won.map(({ body }) => body) as [Tokens]
    expect(outcomeOf(await userinfo(program, token))).toBe('invalid_token 401')
    expect(outcomeOf(await refresh(program, wiki, next))).toBe('invalid_grant 400')
  })
})

describe('userinfo', () => {
  it('says who it is, to a POST as well, for as long as the token lasts', async () => {
    const { access_token: token } = await tokensFor(browser, wiki)
    const expected = { sub: person.id, name: person.username, preferred_username: person.username }
    const authorization = `Bearer ${token}`
    const answer = await send(program, '/api/oidc/userinfo', '', { authorization })
    expect(answer.body).toEqual(expected)
    worker.d1.reset()
    expect((await userinfo(program, token)).body).toEqual(expected)
    expect(worker.d1.trips()).toBe(1)
    pass(301)
    const late = await userinfo(program, token)
    expect(outcomeOf(late)).toBe('invalid_token 401')
    expect(late.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })

  it('tells whoever shows nothing how it is done, and takes no token from an address', async () => {
    const { access_token: token } = await tokensFor(browser, wiki)
    const path = `/api/oidc/userinfo?access_token=${token}`
    const answer = await browser.get(path, { origin: null })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Latchkey"')
  })

  it('follows the session: signed out is out, but for who may act while nobody is there', async () => {
    const leaving = visitor(worker)
    await beginSession(leaving, person)
    const bound = await tokensFor(leaving, wiki, 'openid profile')
    const offline = await tokensFor(leaving, wiki)
    await leaving.post('/api/logout', {})
    expect(outcomeOf(await userinfo(program, bound.access_token))).toBe('invalid_token 401')
    expect(outcomeOf(await userinfo(program, offline.access_token))).toBe('fine 200')
  })
})

describe('revocation', () => {
  const revoke = (who: Program, token: string) => ask(program, who, '/api/oidc/revoke', { token })

  it.each(['refresh_token', 'access_token'] as const)('by the %s ends it all', async (name) => {
    const tokens = await tokensFor(browser, wiki)
    expect((await revoke(wiki, tokens[name])).status).toBe(200)
    expect(outcomeOf(await userinfo(program, tokens.access_token))).toBe('invalid_token 401')
    expect(outcomeOf(await refresh(program, wiki, tokens.refresh_token))).toBe('invalid_grant 400')
    expect(await auditOf(person.id)).toContain(`grant-ended revoked@${wiki.id}`)
    expect((await revoke(wiki, tokens[name])).status).toBe(200)
  })

  it('of what nobody knows is fine, and of what is another client’s is not', async () => {
    expect((await revoke(wiki, 'nonsense')).status).toBe(200)
    expect((await revoke(wiki, 'A'.repeat(43))).status).toBe(200)
    const tokens = await tokensFor(browser, wiki)
    expect(outcomeOf(await revoke(other, tokens.refresh_token))).toBe('invalid_grant 400')
    expect(outcomeOf(await revoke({ ...other, secret: 'x' }, tokens.refresh_token))).toBe(
      'invalid_client 401',
    )
    expect((await userinfo(program, tokens.access_token)).status).toBe(200)
  })
})
