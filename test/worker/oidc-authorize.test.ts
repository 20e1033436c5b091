import { beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../support/client.ts'
import { auditOf, rows } from '../support/database.ts'
import {
  addClient,
  answerIn,
  authorize,
  authorizePath,
  callback,
  locationOf,
  parametersOf,
} from '../support/oidc-client.ts'
import {
  addPerson,
  beginSession,
  between,
  house,
  type Person,
  sessionCookie,
  visitor,
} from '../support/people.ts'
import { addGroup } from '../support/policy.ts'

const { worker, root } = house()
const codeForm = /^[\w-]{43}$/

let client: string
let person: Person
let browser: Client
beforeAll(async () => {
  client = await addClient(root)
  person = await addPerson(root)
  browser = visitor(worker)
  await beginSession(browser, person)
})

const codes = async (): Promise<number> => (await rows('SELECT id FROM access_grant')).length

/** Where somebody is led who may not go back: to our own page, which shows it. */
const isShown = (location: URL): boolean =>
  location.origin === 'http://localhost:8787' && location.pathname === '/authorize'

it('whoever only looks what there is gets no code, and makes none', async () => {
  const before = await codes()
  const cookie = `${sessionCookie}=${browser.cookies.get(sessionCookie)?.value}`
  const url = `http://localhost:8787${authorizePath(parametersOf(client))}`
  const looked = await worker.send(new Request(url, { method: 'HEAD', headers: { cookie } }))
  expect(looked.headers.get('location')).toBe('/authorize')
  expect(await codes()).toBe(before)
})

describe('a client that sends somebody', () => {
  it('who is signed in gets a code at once', async () => {
    const location = await authorize(browser, client)
    expect(location.origin + location.pathname).toBe(callback)
    expect(answerIn(location)).toEqual({
      code: expect.stringMatching(codeForm),
      state: 'state-1',
    })
    expect(location.searchParams.get('iss')).toBe('http://localhost:8787')
    expect(await auditOf(person.id)).toContain(`application-entered oidc@${client}`)
  })

  it('who is signed in, by a form of its own, is led on to be known by the cookie', async () => {
    const type = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://wiki.example',
    }
    const answer = await visitor(worker).post(
      '/api/oidc/authorize',
      parametersOf(client).toString(),
      type,
    )
    const onward = locationOf(answer)
    const location = locationOf(await browser.get(onward.pathname + onward.search))
    expect(answerIn(location)['code']).toMatch(codeForm)
  })

  it('who is nobody leads them to our page, and leaves nothing behind', async () => {
    const before = await codes()
    const location = await authorize(visitor(worker), client)
    expect(isShown(location)).toBe(true)
    expect(location.searchParams.get('state')).toBe('state-1')
    expect(await codes()).toBe(before)
  })

  it('silently hears that nobody is signed in', async () => {
    const location = await authorize(visitor(worker), client, { prompt: 'none' })
    expect(answerIn(location)).toMatchObject({ error: 'login_required', state: 'state-1' })
  })

  it('hears by whom it is answered, also of a refusal', async () => {
    const location = await authorize(browser, client, { response_type: 'token' })
    expect(answerIn(location)).toMatchObject({ error: 'unsupported_response_type' })
    expect(location.searchParams.get('iss')).toBe('http://localhost:8787')
  })
})

describe('O01 and K33: where an answer goes', () => {
  const strange = [
    `${callback}/more`,
    `${callback}?more=1`,
    callback.slice(0, -1),
    'https://wiki.example/',
    'https://wiki.example/a/../callback',
    'https://wiki.example/%63allback',
    'https://wiki.example/Callback',
    'https://WIKI.example/callback',
    'https://wiki.example:443/callback',
    'https://wiki.example:8443/callback',
    `${callback}#`,
    `${callback}#fragment`,
    'https://evil@wiki.example/callback',
    'https://wiki.example@evil.example/callback',
    'https://wiki.example.evil.example/callback',
    'https://evil.example/callback',
    'http://wiki.example/callback',
    '//wiki.example/callback',
    'javascript:alert(1)',
    ` ${callback}`,
    `${callback}\0`,
    '',
  ]
  it.each(strange)('is no address but the registered one: %j', async (redirectUri) => {
    const before = await codes()
    for (const prompt of [null, 'none'])
      expect(isShown(await authorize(browser, client, { redirect_uri: redirectUri, prompt }))).toBe(
        true,
      )
    expect(await codes()).toBe(before)
  })

  it.each(['redirect_uri', 'redirect_uri[]', 'client_id'])(
    'not where %s comes twice',
    async (name) => {
      for (const value of [callback, client, 'https://evil.example/callback']) {
        const params = parametersOf(client)
        if (name === 'redirect_uri[]') params.delete('redirect_uri')
        params.append(name, value)
        expect(isShown(locationOf(await browser.get(authorizePath(params))))).toBe(true)
      }
    },
  )

  it.each(['state', 'scope', 'code_challenge', 'prompt', 'nonce', 'response_type'])(
    'hears a refusal where %s comes twice',
    async (name) => {
      const params = parametersOf(client, { prompt: 'consent' })
      params.append(name, params.get(name) ?? '')
      const answer = answerIn(locationOf(await browser.get(authorizePath(params))))
      expect(answer).toMatchObject({ error: 'invalid_request' })
      expect(answer).not.toHaveProperty('code')
    },
  )

  it('is nowhere for an application that is unknown, disabled, or of another kind', async () => {
    const disabled = await addClient(root)
    await rows('UPDATE application SET disabled_at = 1 WHERE id = ?', disabled)
    for (const id of ['', 'nobody', disabled, person.id])
      expect(isShown(await authorize(browser, id))).toBe(true)
  })
})

describe('K33 and R57: what every client must ask with', () => {
  const flaws: [Record<string, string | null>, string][] = [
    [{ code_challenge: null, code_challenge_method: null }, 'invalid_request'],
    [{ code_challenge: null }, 'invalid_request'],
    [{ code_challenge_method: null }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge_method: 's256' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ code_challenge: `${'A'.repeat(42)}=` }, 'invalid_request'],
    [{ response_type: null }, 'invalid_request'],
    [{ response_type: 'code id_token' }, 'unsupported_response_type'],
    [{ response_type: 'CODE' }, 'unsupported_response_type'],
    [{ response_mode: 'fragment' }, 'invalid_request'],
    [{ scope: null }, 'invalid_scope'],
    [{ scope: 'profile' }, 'invalid_scope'],
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ prompt: 'create' }, 'invalid_request'],
    [{ max_age: '-1' }, 'invalid_request'],
    [{ max_age: '1e3' }, 'invalid_request'],
    [{ max_age: '99999999999999999999' }, 'invalid_request'],
    [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    [{ claims: '{"id_token":{"sub":{"value":"somebody"}}}' }, 'request_not_supported'],
    [{ claims: '{"userinfo":{"acr":{"values":["phr"]}}}' }, 'request_not_supported'],
    [{ claims: 'email' }, 'request_not_supported'],
    [{ nonce: 'n'.repeat(1001) }, 'invalid_request'],
    [{ state: 's'.repeat(1001) }, 'invalid_request'],
    [{ id_token_hint: 'none' }, 'invalid_request'],
  ]
  it.each(flaws)('refuses %j', async (more, error) => {
    const answer = answerIn(await authorize(browser, client, more))
    expect(answer).toMatchObject({ error })
    expect(answer).not.toHaveProperty('code')
  })

  it.each([
    '{"id_token":{"email":null,"quota":null},"userinfo":{"name":{"essential":true}}}',
    '{"id_token":null}',
    '[]',
    '',
  ])('lets a client name the claims that it knows: %s', async (claims) => {
    expect(answerIn(await authorize(browser, client, { claims }))['code']).toMatch(codeForm)
  })

  it('fetches no request from an address', async () => {
    for (const uri of ['https://evil.example/request', 'urn:ietf:params:oauth:request_uri:x'])
      expect(isShown(await authorize(browser, client, { request_uri: uri }))).toBe(true)
  })

  it('asks a client to push its requests that must', async () => {
    const pushing = await addClient(root, { requirePushedRequests: true })
    expect(answerIn(await authorize(browser, pushing))).toMatchObject({ error: 'invalid_request' })
  })
})

describe('O03: what comes back unread', () => {
  it.each(['"><script>alert(1)</script>', '&code=x&iss=evil', 'a b+c%20d', 'ş\u202e', "'#\\"])(
    'is state, to the letter: %j',
    async (state) => {
      const location = await authorize(browser, client, { state })
      expect(location.searchParams.getAll('state')).toEqual([state])
      expect(location.searchParams.getAll('code')).toHaveLength(1)
      expect(location.searchParams.getAll('iss')).toEqual(['http://localhost:8787'])
    },
  )

  it('is no state where none was given', async () => {
    expect(answerIn(await authorize(browser, client, { state: null, nonce: null }))).toEqual({
      code: expect.stringMatching(codeForm),
    })
  })
})

describe('K20 and K21: junk', () => {
  it.each([
    `${sessionCookie}=junk`,
    `${sessionCookie}=`,
    `${sessionCookie}=a; ${sessionCookie}=b`,
    ';;;===',
    `${sessionCookie}=${'A'.repeat(8000)}`,
    `${sessionCookie}=${'A'.repeat(43)}`,
  ])('in the cookie is nobody: %s', async (cookie) => {
    const path = authorizePath(parametersOf(client))
    const answer = await visitor(worker).get(path, { cookie })
    expect(isShown(locationOf(answer))).toBe(true)
  })

  it('a planted second cookie takes the place of nobody', async () => {
    const { value } = browser.cookies.get(sessionCookie)!
    const cookie = `${sessionCookie}=${value}; ${sessionCookie}=${value}`
    const answer = await visitor(worker).get(authorizePath(parametersOf(client)), { cookie })
    expect(isShown(locationOf(answer))).toBe(true)
  })

  it('in other headers lets nobody on', async () => {
    const headers = {
      'x-forwarded-for': ', ,,',
      'x-forwarded-host': 'evil.example',
      'cf-connecting-ip': ':::::',
      'user-agent': '('.repeat(2000),
      authorization: 'Bearer junk',
      'content-type': 'junk',
    }
    const answer = await visitor(worker).get(authorizePath(parametersOf(client)), headers)
    expect(isShown(locationOf(answer))).toBe(true)
  })

  it('empty requests get nowhere', async () => {
    expect(isShown(locationOf(await browser.get('/api/oidc/authorize')))).toBe(true)
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const posted = locationOf(await browser.post('/api/oidc/authorize', '', type))
    expect(isShown(locationOf(await browser.get(posted.pathname + posted.search)))).toBe(true)
    const json = await browser.post('/api/oidc/authorize', {})
    expect(json.status).toBe(400)
    const long = parametersOf(client, { state: 's'.repeat(9000) })
    expect(locationOf(await browser.get(authorizePath(long))).search).toBe('')
  })
})

describe('what changes between the decision and the code', () => {
  /** Right before the third trip, which writes: the session and the client are read in the first two. */
  const race = async (who: Client, id: string, happens: () => Promise<unknown>): Promise<URL> => {
    worker.d1.reset({ latencyMs: 200 })
    const path = authorizePath(parametersOf(id))
    return locationOf(await between(worker, 3, () => who.get(path), happens))
  }
  const someone = async () => {
    const other = await addPerson(root)
    const theirs = visitor(worker)
    await beginSession(theirs, other)
    return { other, theirs }
  }

  it('a session that was ended: no code', async () => {
    const { other, theirs } = await someone()
    const location = await race(theirs, client, () =>
      rows('DELETE FROM session WHERE user_id = ?', other.id),
    )
    expect(isShown(location)).toBe(true)
  })

  it('a person who was disabled: no code', async () => {
    const { other, theirs } = await someone()
    const location = await race(theirs, client, () =>
      rows('UPDATE user SET disabled_at = 1 WHERE id = ?', other.id),
    )
    expect(isShown(location)).toBe(true)
  })

  it('a password that became due: no code', async () => {
    const { other, theirs } = await someone()
    const location = await race(theirs, client, () =>
      rows('UPDATE user SET must_change_password = 1 WHERE id = ?', other.id),
    )
    expect(isShown(location)).toBe(true)
  })

  it('a group that was left: no code, and it is said', async () => {
    const { other, theirs } = await someone()
    const group = await addGroup(root, {}, { members: [other] })
    const closed = await addClient(root, {}, { audience: 'groups', groups: [group] })
    expect(answerIn(await authorize(theirs, closed))['code']).toMatch(codeForm)
    const location = await race(theirs, closed, () =>
      rows('DELETE FROM group_member WHERE user_id = ?', other.id),
    )
    expect(isShown(location)).toBe(true)
  })

  it('an application that was disabled, or changed its mind: no code by what was judged', async () => {
    const { theirs } = await someone()
    const gone = await addClient(root)
    const disabled = await race(theirs, gone, () =>
      rows('UPDATE application SET disabled_at = 1 WHERE id = ?', gone),
    )
    expect(isShown(disabled)).toBe(true)
    const stricter = await addClient(root)
    const changed = await race(theirs, stricter, () =>
      rows(
        `UPDATE application SET factor = 'second-factor', version = version + 1 WHERE id = ?`,
        stricter,
      ),
    )
    expect(isShown(changed)).toBe(true)
  })
})
