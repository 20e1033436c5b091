import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Answer, Client } from '../support/client.ts'
import { rows } from '../support/database.ts'
import { addPerson, setUp, signIn, visitor } from '../support/people.ts'
import { testedWorker } from '../support/worker.ts'

const html = { headers: { 'content-type': 'text/html' } }
const etag = '"page"'
/** As the real ones: what is there is asked for by its tag, what is not is not. */
const assets = {
  fetch: async (asked: Request | URL) => {
    const request = new Request(asked)
    const { pathname } = new URL(request.url)
    if (/^\/(missing|nowhere)/.test(pathname)) return new Response('', { status: 404 })
    return request.headers.get('if-none-match') === etag
      ? new Response(null, { status: 304, headers: { etag } })
      : new Response('<!doctype html>', { headers: { ...html.headers, etag } })
  },
}
const worker = testedWorker({}, { ASSETS: assets })
let root: Client

beforeAll(async () => {
  root = await setUp(worker)
})
afterEach(() => {
  vi.restoreAllMocks()
  worker.d1.reset()
})

const asPage = { accept: 'text/html' }
/** An answer of every kind: pages, data, and each way to fail. */
const answers = async (): Promise<Record<string, Answer>> => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const browser = visitor(worker)
  const found: Record<string, Answer> = {
    'the sign-in page': await browser.get('/', asPage),
    'the account page': await browser.get('/account', asPage),
    'the console': await browser.get('/console/', asPage),
    'the authenticator': await browser.get('/authenticator/', asPage),
    'a redirect': await browser.get('/console', asPage),
    'an asset': await browser.get('/assets/app-1234.js'),
    'no such page': await browser.get('/missing', asPage),
    'no such file': await browser.get('/missing.js'),
    'no such route': await browser.get('/api/nowhere'),
    'another method': await browser.patch('/api/login', {}),
    data: await root.get('/api/session'),
    'nobody signed in': await browser.get('/api/session'),
    'a bad body': await browser.post('/api/login', '{'),
    'no JSON': await browser.post('/api/login', 'username=x', { 'content-type': 'text/plain' }),
    'another origin': await browser.post('/api/login', {}, { origin: 'https://evil.example' }),
    'too large': await browser.post('/api/login', 'x'.repeat(70_000)),
    'signed out': await browser.post('/api/logout', {}),
  }
  worker.d1.reset({ faults: { 1: 'before' } })
  found['a broken database'] = await browser.get('/api/session')
  const broken = testedWorker({}, { MASTER_KEYS: '' })
  found['a missing secret'] = await visitor(broken).get('/api/session')
  return found
}

const directives = (policy: string | null) =>
  Object.fromEntries(
    (policy ?? '').split(';').map((one) => {
      const [name = '', ...sources] = one.trim().split(' ')
      return [name, sources.join(' ')]
    }),
  )

describe('R31 R32 what every answer carries', () => {
  it('HSTS for a year, nosniff, isolation, no referrer, and a policy without inline script', async () => {
    for (const [name, { headers }] of Object.entries(await answers())) {
      const policy = directives(headers.get('content-security-policy'))
      const seen = {
        hsts: headers.get('strict-transport-security'),
        nosniff: headers.get('x-content-type-options'),
        opener: headers.get('cross-origin-opener-policy'),
        resource: headers.get('cross-origin-resource-policy'),
        referrer: headers.get('referrer-policy'),
        scripts: policy['script-src']?.replace(" 'wasm-unsafe-eval'", ''),
        fallback: policy['default-src'],
        base: policy['base-uri'],
        framed: policy['frame-ancestors'],
        form: policy['form-action'],
        types: policy['require-trusted-types-for'],
      }
      expect([name, seen]).toEqual([
        name,
        {
          hsts: 'max-age=31536000; includeSubDomains',
          nosniff: 'nosniff',
          opener: 'same-origin',
          resource: 'same-origin',
          referrer: 'no-referrer',
          scripts: "'self'",
          fallback: "'none'",
          base: "'none'",
          framed: "'none'",
          form: "'self'",
          types: "'script'",
        },
      ])
      expect([name, headers.has('access-control-allow-origin')]).toEqual([name, false])
      expect([name, headers.has('x-powered-by') || headers.has('server')]).toEqual([name, false])
    }
  })

  it('compiles WebAssembly for the authenticator only, and gives only it the camera', async () => {
    const all = await answers()
    const of = (name: string, header: string) => all[name]?.headers.get(header) ?? ''
    expect(of('the authenticator', 'content-security-policy')).toContain('wasm-unsafe-eval')
    expect(of('the authenticator', 'permissions-policy')).toContain('camera=(self)')
    for (const name of ['the sign-in page', 'the account page', 'the console', 'data']) {
      expect(of(name, 'content-security-policy')).not.toContain('wasm')
      expect(of(name, 'permissions-policy')).toContain('camera=()')
    }
  })

  it('is stored by no cache: neither the API, nor an error, nor a page without being asked anew', async () => {
    const wanted = (name: string, status: number): RegExp => {
      if (name === 'an asset') return /immutable/
      return status >= 400 || ['data', 'signed out'].includes(name)
        ? /^no-store$/
        : /^no-(cache|store)$/
    }
    for (const [name, { headers, status }] of Object.entries(await answers()))
      expect([name, headers.get('cache-control')]).toEqual([
        name,
        expect.stringMatching(wanted(name, status)),
      ])
  })

  it.each(['/%61pi/session', '/%61%70%69/session', '/api/%73ession', '/%61pi/admin/users'])(
    'however the path is written: %s',
    async (path) => {
      const { headers } = await root.get(path)
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )

  it('F07 does not take an API path with a file’s ending for a file', async () => {
    for (const path of ['/api/session/x.css', '/api/session.css', '/api/session%2f..%2fx.css']) {
      const { headers, status } = await root.get(path)
      expect([path, status, headers.get('cache-control')]).toEqual([path, 404, 'no-store'])
    }
  })
})

describe('a page that the browser has already', () => {
  it.each([
    ['/', /^no-cache$/],
    ['/authenticator/', /^no-cache$/],
    ['/assets/app-1234.js', /immutable/],
  ])('%s is answered 304 under the same rules as the first time', async (path, kept) => {
    const first = await visitor(worker).get(path, asPage)
    const again = await visitor(worker).get(path, { ...asPage, 'if-none-match': etag })
    expect([first.status, again.status]).toEqual([200, 304])
    for (const name of ['content-security-policy', 'permissions-policy', 'cache-control'])
      expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)])
    expect(again.headers.get('cache-control')).toMatch(kept)
  })

  it('is no reason to say that an address exists: /nowhere is 404 all the same', async () => {
    const answer = await visitor(worker).get('/nowhere', { ...asPage, 'if-none-match': etag })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store'])
    expect(answer.body).toContain('<!doctype html>')
  })
})

const own = env.ORIGIN
/** What a browser would send along from elsewhere, or an attacker instead. Null: the header is absent. */
const foreign: [string, string | null, string | null, string][] = [
  ['JSON from an evil origin', 'https://evil.example', null, 'application/json'],
  ['JSON from an evil origin, marked so', 'https://evil.example', 'cross-site', 'application/json'],
  [
    'an evil origin that claims to be same-origin',
    'https://evil.example',
    'same-origin',
    'application/json',
  ],
  ['the null origin', 'null', null, 'application/json'],
  ['a sandboxed frame', 'null', 'cross-site', 'application/json'],
  ['no origin at all', null, null, 'application/json'],
  ['no origin, said to be same-origin', null, 'same-origin', 'application/json'],
  ['no origin, typed by hand', null, 'none', 'application/json'],
  ['our origin from a sibling', own, 'same-site', 'application/json'],
  ['our origin from elsewhere', own, 'cross-site', 'application/json'],
  ['our host by another scheme', own.replace('http:', 'https:'), null, 'application/json'],
  ['our host at another port', 'http://localhost:9999', null, 'application/json'],
  ['our origin as a prefix', `${own}.evil.example`, null, 'application/json'],
  ['a form post', 'https://evil.example', null, 'application/x-www-form-urlencoded'],
  ['a text post that is JSON', 'https://evil.example', null, 'text/plain'],
]

describe('L12 R30 E08 what does not come from a page of ours changes nothing', () => {
  it.each(foreign)('%s', async (_, origin, site, type) => {
    const person = await addPerson(root)
    const browser = visitor(worker)
    await signIn(browser, person)
    const headers = { origin, 'sec-fetch-site': site, 'content-type': type }
    const body = JSON.stringify({ username: person.username, password: person.password })
    const refused = [
      await browser.post('/api/login', body, headers),
      await browser.post('/api/logout', '{}', headers),
      await browser.post('/api/factors/totp', '{}', headers),
      await browser.delete('/api/sessions', headers),
      await browser.delete('/api/trusted-browsers', headers),
    ]
    expect(refused.map(({ body: { code } }) => code)).toEqual(refused.map(() => 'bad_origin'))
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
    expect((await browser.get('/api/session')).status).toBe(200)
  })

  it('reading never changes anything: no GET of ours writes more than when a session was last used', async () => {
    const count = async () =>
      (
        await rows(`SELECT (SELECT count(*) FROM audit) AS a, (SELECT count(*) FROM session) AS s,
        (SELECT count(*) FROM factor) AS f, (SELECT count(*) FROM attempt) AS n`)
      )[0]
    const before = await count()
    for (const path of [
      '/api/session',
      '/api/sessions',
      '/api/factors',
      '/api/logout',
      '/api/login',
      '/api/trusted-browsers',
    ])
      await root.get(path, { origin: 'https://evil.example' })
    expect(await count()).toEqual(before)
  })
})
