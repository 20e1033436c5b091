import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Client } from '../support/client.ts'
import { pass } from '../support/clock.ts'
import { change, rows } from '../support/database.ts'
import { callback } from '../support/oidc-client.ts'
import {
  addProgram,
  basic,
  issuer,
  outcomeOf,
  type Program,
  redeem,
  send,
} from '../support/oidc-token.ts'
import { addPerson, beginSession, between, house, newNetwork, visitor } from '../support/people.ts'

const { worker, root } = house()
const program = visitor(worker)

let browser: Client
let shared: Program
let open: Program
beforeAll(async () => {
  shared = await addProgram(root)
  open = await addProgram(root, { clientAuthentication: 'none' })
  browser = visitor(worker)
  await beginSession(browser, await addPerson(root))
})

describe('a pushed request (RFC 9126)', () => {
  const push = (who: Program, more: Record<string, string> = {}, from = program): Promise<Answer> =>
    send(
      from,
      '/api/oidc/par',
      {
        ...(who.secret === null && { client_id: who.id }),
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid',
        state: 'state-1',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ...more,
      },
      who.secret === null ? {} : { authorization: basic(who) },
    )
  const follow = (id: string, uri: string) =>
    browser.get(
      `/api/oidc/authorize?${new URLSearchParams({ client_id: id, request_uri: uri }).toString()}`,
    )
  const codeIn = (answer: Answer) =>
    new URL(answer.headers.get('location') ?? '', issuer).searchParams.get('code')

  it('is kept for its client, is good once, and for a minute', async () => {
    for (const who of [shared, open]) {
      const { status, body, headers } = await push(who)
      expect({ status, body }).toEqual({
        status: 201,
        body: {
          request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
          expires_in: 60,
        },
      })
      expect(headers.get('cache-control')).toBe('no-store')
      const code = codeIn(await follow(who.id, body.request_uri))
      expect(outcomeOf(await redeem(program, who, code ?? ''))).toBe('fine 200')
      expect(codeIn(await follow(who.id, body.request_uri))).toBeNull()
    }
    const { body: late } = await push(shared)
    pass(61)
    expect(codeIn(await follow(shared.id, late.request_uri))).toBeNull()
    const { body: foreign } = await push(shared)
    expect(codeIn(await follow(open.id, foreign.request_uri))).toBeNull()
  })

  it.each([
    ['an address that is not registered', { redirect_uri: `${callback}x` }, 'invalid_request 400'],
    ['K33: plain', { code_challenge_method: 'plain' }, 'invalid_request 400'],
    ['K33: no challenge', { code_challenge: '' }, 'invalid_request 400'],
    ['a token right away', { response_type: 'id_token' }, 'unsupported_response_type 400'],
    ['a request within', { request_uri: 'urn:x' }, 'invalid_request 400'],
  ])('is refused with %s', async (_, more, expected) => {
    expect(outcomeOf(await push(shared, more))).toBe(expected)
  })

  it('is refused of nobody, and of whoever turns into nobody meanwhile', async () => {
    expect(outcomeOf(await push({ ...shared, secret: 'lks_x' }))).toBe('invalid_client 401')
    const doomed = await addProgram(root)
    const lost = await between(
      worker,
      2,
      () => push(doomed),
      () => root.post(`/api/admin/applications/${doomed.id}/disable`, {}),
    )
    expect(outcomeOf(lost)).toBe('invalid_client 401')
  })

  it('of a public client, which anybody can speak for, has room for so many from a network', async () => {
    const address = newNetwork()
    const pushFrom = (from: string, who: Program) => push(who, {}, visitor(worker, from))
    await change(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 299)
       INSERT INTO pushed_request (token_hash, application_id, parameters, expires_at, asker)
       SELECT randomblob(32), ?, '{}', ?, ? FROM n`,
      open.id,
      Math.floor(Date.now() / 1000) + 60,
      address,
    )
    const outcomes = async () => [
      outcomeOf(await pushFrom(address, open)),
      outcomeOf(await pushFrom(address, open)),
    ]
    expect(await outcomes()).toEqual(['fine 201', 'temporarily_unavailable 429'])
    expect(outcomeOf(await pushFrom(address, shared))).toBe('fine 201')
    expect(outcomeOf(await pushFrom(newNetwork(), open))).toBe('fine 201')
    pass(61)
    expect(await outcomes()).toEqual(['fine 201', 'fine 201'])
  })

  it('keeps neither the secret of its client nor what nobody asked for', async () => {
    const { id, secret } = shared as { id: string; secret: string }
    const fields = { client_id: id, client_secret: secret, redirect_uri: callback }
    await send(program, '/api/oidc/par', {
      ...fields,
      attic: 'x'.repeat(20_000),
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    const kept = await rows('SELECT parameters FROM pushed_request')
    expect(kept.length).toBeGreaterThan(0)
    expect(JSON.stringify(kept)).not.toContain(secret)
    expect(JSON.stringify(kept)).not.toContain('attic')
  })
})
